import { SessionInUseError, type MappingSession } from "@waymark/trace-core";

import type { SqlSession } from "../sql-session.js";
import { lockSession } from "./lock-session.js";

/** Maximum number of rows that one statement removes. */
const CHUNK = 5_000;

/** Removes sessions within one transaction, up to a budget of rows. */
export class SessionRemoval {
  readonly removed = { sessions: 0, pathExecutions: 0, mappings: 0, provenance: 0, outcomes: 0, metrics: 0 };

  /** @param budget approximate number of rows that may be removed */
  constructor(
    private readonly session: SqlSession,
    private budget: number,
  ) {}

  /**
   * Removes sessions with all their records.
   *
   * @param candidates may have answered each other
   * @param mayGo whether a session may be removed; called after it is locked
   * @returns false if something is left for the next transaction
   * @throws SessionInUseError a session that stays was answered by one of them
   */
  async run(candidates: readonly string[], mayGo: (session: MappingSession) => boolean): Promise<boolean> {
    const ids: string[] = [];
    for (const id of [...candidates].sort()) {
      const current = await lockSession(this.session, id);
      if (current !== undefined && mayGo(current)) ids.push(id);
    }
    for (const id of ids) await this.checkUnused(id, ids);

    // Outcomes go first, so that no answer is served from a session that is partly removed.
    for (const id of ids) this.removed.outcomes += await this.removeOwned("identifier_outcome", id);
    for (const id of ids) await this.removeProvenance(id);
    for (const id of ids) this.removed.metrics += await this.removeOwned("execution_metric", id);
    for (const id of ids) this.removed.pathExecutions += await this.removeOwned("path_execution", id);
    if (this.budget <= 0) return false;
    for (const id of ids) {
      const sql = `DELETE FROM ${this.session.table("mapping_session")} WHERE "id" = $1`;
      this.removed.sessions += await this.session.execute(sql, [id]);
    }
    return true;
  }

  private async checkUnused(id: string, alsoGoing: readonly string[]): Promise<void> {
    const { dialect } = this.session;
    const users = await this.session.query<{ session_id: string }>(
      `SELECT DISTINCT "session_id" FROM ${this.session.table("identifier_outcome")}
       WHERE "answered_by" = $1 AND NOT (${dialect.isIn('"session_id"', "$2", "uuid")})
       ORDER BY "session_id" LIMIT 10`,
      [id, dialect.list(alsoGoing)],
    );
    const usedBy = users.map((it) => it.session_id);
    if (usedBy.length > 0) throw new SessionInUseError(id, usedBy);
  }

  private async removeOwned(
    table: "identifier_outcome" | "execution_metric" | "path_execution",
    id: string,
  ): Promise<number> {
    const sql = this.session.dialect.deleteSome(this.session.table(table), '"session_id" = $1', CHUNK);
    let removed = 0;
    for (let count = CHUNK; count === CHUNK && this.budget > 0;) {
      count = await this.session.execute(sql, [id]);
      removed += count;
      this.budget -= count;
    }
    return removed;
  }

  /**
   * Also removes the mappings left without provenance, chunk by chunk, so that there is never a list of all of them.
   */
  private async removeProvenance(id: string): Promise<void> {
    const { dialect } = this.session;
    const provenance = this.session.table("entity_mapping_provenance");
    const mappings = this.session.table("entity_mapping");
    const sql = `${dialect.deleteSome(provenance, '"session_id" = $1', CHUNK)} RETURNING "mapping_id"`;
    for (let count = CHUNK; count === CHUNK && this.budget > 0;) {
      const rows = await this.session.query<{ mapping_id: string }>(sql, [id]);
      count = rows.length;
      this.removed.provenance += count;
      this.removed.mappings += await this.session.execute(
        `DELETE FROM ${mappings} WHERE ${dialect.isIn('"id"', "$1", "uuid")}
         AND NOT EXISTS (SELECT 1 FROM ${provenance} p WHERE p."mapping_id" = ${mappings}."id")`,
        [dialect.list([...new Set(rows.map((it) => it.mapping_id))].sort())],
      );
      this.budget -= 2 * count;
    }
  }
}
