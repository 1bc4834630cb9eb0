import { SessionInUseError, type MappingSession } from "@waymark/trace-core";

import type { MongoSession } from "../mongo-session.js";
import { findIn } from "./find-by-ids.js";
import { getSession } from "./get-session.js";

/** Approximate number of documents that one transaction removes. */
const BUDGET = 20_000;
const CHUNK = 1_000;

/** Removes sessions within one transaction, up to a budget of documents. */
export class SessionRemoval {
  readonly removed = { sessions: 0, pathExecutions: 0, mappings: 0, provenance: 0, outcomes: 0, metrics: 0 };
  private budget = BUDGET;

  constructor(private readonly session: MongoSession) {}

  /**
   * Removes sessions with all their records.
   *
   * @param candidates may have answered each other
   * @param mayGo whether a session may be removed
   * @returns false if something is left for the next transaction
   * @throws SessionInUseError a session that stays was answered by one of them
   */
  async run(candidates: readonly string[], mayGo: (session: MappingSession) => boolean): Promise<boolean> {
    const ids: string[] = [];
    for (const id of candidates) {
      const current = await getSession(this.session, id);
      if (current !== undefined && mayGo(current)) ids.push(id);
    }
    for (const id of ids) await this.checkUnused(id, ids);
    // Outcomes go first, so that no answer is served from a session that is partly removed.
    for (const id of ids) this.removed.outcomes += await this.removeOwned("identifier_outcomes", id);
    for (const id of ids) await this.removeProvenance(id);
    for (const id of ids) this.removed.metrics += await this.removeOwned("execution_metrics", id);
    for (const id of ids) this.removed.pathExecutions += await this.removeOwned("path_executions", id);
    if (this.budget <= 0) return false;
    await this.removeByIds("session_locks", ids);
    this.removed.sessions += await this.removeByIds("mapping_sessions", ids);
    return true;
  }

  private async checkUnused(id: string, alsoGoing: readonly string[]): Promise<void> {
    const users = await this.session
      .collection("identifier_outcomes")
      .aggregate<{ _id: string }>(
        [
          { $match: { answeredBy: id, sessionId: { $nin: [...alsoGoing] } } },
          { $group: { _id: "$sessionId" } },
          { $sort: { _id: 1 } },
          { $limit: 10 },
        ],
        { session: this.session.session },
      )
      .toArray();
    if (users.length > 0) {
      throw new SessionInUseError(
        id,
        users.map((it) => it._id),
      );
    }
  }

  private async removeOwned(
    name: "identifier_outcomes" | "execution_metrics" | "path_executions",
    sessionId: string,
  ): Promise<number> {
    const going = await this.someOf(name, sessionId, this.budget);
    this.budget -= going.length;
    let removed = 0;
    for (let start = 0; start < going.length; start += CHUNK) {
      removed += await this.removeByIds(
        name,
        going.slice(start, start + CHUNK).map((it) => it._id),
      );
    }
    return removed;
  }

  /**
   * Also removes the mappings left without provenance, chunk by chunk, so that there is never a list of all of them.
   */
  private async removeProvenance(sessionId: string): Promise<void> {
    const name = "entity_mapping_provenance";
    const going = await this.someOf(name, sessionId, Math.ceil(this.budget / 2));
    this.budget -= 2 * going.length;
    for (let start = 0; start < going.length; start += CHUNK) {
      const some = going.slice(start, start + CHUNK);
      this.removed.provenance += await this.removeByIds(
        name,
        some.map((it) => it._id),
      );
      const mappings = [...new Set(some.map((it) => it.mappingId))];
      const left = await findIn(this.session, name, "mappingId", mappings, {}, { mappingId: 1 });
      const vouchedFor = new Set(left.map((it) => it.mappingId));
      this.removed.mappings += await this.removeByIds(
        "entity_mappings",
        mappings.filter((it) => !vouchedFor.has(it)),
      );
    }
  }

  /**
   * The ids of some records of the session. Called once in a transaction for all that it removes: the server keeps
   * removed entries of the index for a while, and each call begins with reading over them.
   */
  private async someOf(
    name: "identifier_outcomes" | "execution_metrics" | "path_executions" | "entity_mapping_provenance",
    sessionId: string,
    limit: number,
  ): Promise<{ _id: string; mappingId: string }[]> {
    // The server takes a limit of 0 for none.
    if (limit <= 0) return [];
    return this.session.db
      .collection<{ _id: string; sessionId: string; mappingId: string }>(name)
      .find({ sessionId }, { session: this.session.session, projection: { mappingId: 1 } })
      .limit(limit)
      .batchSize(limit)
      .toArray();
  }

  private async removeByIds(name: string, ids: readonly string[]): Promise<number> {
    if (ids.length === 0) return 0;
    const { deletedCount } = await this.session.db
      .collection<{ _id: string }>(name)
      .deleteMany({ _id: { $in: [...ids] } }, { session: this.session.session });
    return deletedCount;
  }
}
