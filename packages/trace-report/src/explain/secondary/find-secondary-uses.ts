import {
  MAX_PAGE_SIZE,
  type IdentifierOutcome,
  type MappingSession,
  type OutcomeLoss,
  type TraceStore,
} from "@waymark/trace-core";

import { firstPages } from "../../shared/first-pages.js";
import { secondarySessions, secondaryTypesOf } from "./secondary-sessions.js";

/** A secondary identifier of a row that was tried for it. */
export interface FoundSecondaryUse {
  readonly type: string;
  readonly identifier: string;
  /** What was answered for the row. */
  readonly row: IdentifierOutcome;
  /** Targets to which this identifier led, also where they were too weak for the row's answer. */
  readonly targetIds: readonly string[];
  /** Where it was not known itself. */
  readonly losses: readonly OutcomeLoss[];
}

export interface FoundSecondaryUses {
  /** Of the newest session first; within one by the row's identifier. */
  readonly uses: readonly FoundSecondaryUse[];
  /** Whether that is all that the trace keeps of it. */
  readonly isComplete: boolean;
  readonly sessionsSearched: number;
}

interface Reached {
  readonly type: string;
  readonly identifier: string;
  readonly targetId: string;
}

/** Pages of observations that are searched, over all sessions together, and as many of answers. */
const PAGES_SEARCHED = 50;
/** Mappings of one session that are followed to their rows; a placeholder may stand beside very many. */
const MAX_FOLLOWED = 1_000;

/**
 * For which rows identifiers were tried that stood beside others: from what was observed by way of them, and from where
 * they were not known. Of one that led nowhere beside an identifier that nothing else answered either, the trace keeps nothing.
 *
 * The trace has no index of it, so that the newest sessions with secondary identifiers are gone through, up to a bound.
 *
 * @param sessionId only of this session. Default: the newest ones
 */
export async function findSecondaryUses(
  store: TraceStore,
  identifiers: ReadonlySet<string>,
  sessionId: string | undefined,
): Promise<FoundSecondaryUses> {
  const sessions = (await secondarySessions(store, sessionId)).filter(
    (it) => secondaryTypesOf(it).length > 0,
  );
  const search = new Search(store, identifiers, Math.floor(PAGES_SEARCHED / Math.max(1, sessions.length)));
  const uses: FoundSecondaryUse[] = [];
  for (const session of sessions) uses.push(...(await search.session(session)));
  return { uses, isComplete: search.isComplete, sessionsSearched: sessions.length };
}

class Search {
  isComplete = true;

  constructor(
    private readonly store: TraceStore,
    private readonly identifiers: ReadonlySet<string>,
    /** Of each kind, in one session. */
    private readonly maxPages: number,
  ) {}

  async session(session: MappingSession): Promise<FoundSecondaryUse[]> {
    const types = new Set(secondaryTypesOf(session));
    const reached = await this.reached(session.id, types);
    const uses = new Map<string, FoundSecondaryUse>();
    for (const row of await this.rows(session.id, types, reached)) {
      const ended = this.endedIn(row, types);
      const led = reached.get(row.sourceId) ?? [];
      for (const { type, identifier } of [...led, ...ended]) {
        const isSame = (it: { readonly type: string; readonly identifier: string }): boolean =>
          it.type === type && it.identifier === identifier;
        uses.set(`${row.sourceId}\0${type}\0${identifier}`, {
          type,
          identifier,
          row,
          targetIds: [...new Set(led.filter(isSame).map((it) => it.targetId))],
          losses: ended.filter(isSame),
        });
      }
    }
    return [...uses.values()];
  }

  /** What was reached by way of the identifiers, by the identifier of the row. */
  private async reached(sessionId: string, types: ReadonlySet<string>): Promise<Map<string, Reached[]>> {
    const executions: string[] = [];
    let pagesLeft = this.maxPages;
    await this.pages(
      (page) => this.store.listPathExecutions(page),
      { sessionId },
      1,
      (items) => executions.push(...items.filter((it) => types.has(it.sourceType)).map((it) => it.id)),
    );
    const found: (Omit<Reached, "targetId"> & { readonly mappingId: string })[] = [];
    for (const pathExecutionId of executions) {
      await this.pages(
        (page) => this.store.listProvenance(page),
        { pathExecutionId },
        pagesLeft,
        (items) => {
          pagesLeft--;
          for (const { mappingId, hops, isDerived } of items) {
            const [first] = hops;
            if (isDerived && first && this.identifiers.has(first.identifier))
              found.push({ type: first.type, identifier: first.identifier, mappingId });
          }
        },
      );
    }
    const mappingIds = [...new Set(found.map((it) => it.mappingId))];
    if (mappingIds.length > MAX_FOLLOWED) this.isComplete = false;
    const mappings = await this.store.getMappings(mappingIds.slice(0, MAX_FOLLOWED));
    const byId = new Map(mappings.map((it) => [it.id, it]));
    const reached = new Map<string, Reached[]>();
    for (const { mappingId, ...use } of found) {
      const mapping = byId.get(mappingId);
      if (!mapping) continue;
      const { sourceId, targetId } = mapping;
      reached.set(sourceId, [...(reached.get(sourceId) ?? []), { ...use, targetId }]);
    }
    return reached;
  }

  /** The answers for rows from which something was reached, or that say where the identifiers ended. */
  private async rows(
    sessionId: string,
    types: ReadonlySet<string>,
    reached: ReadonlyMap<string, unknown>,
  ): Promise<IdentifierOutcome[]> {
    const rows = new Map<string, IdentifierOutcome>();
    const keep = (items: readonly IdentifierOutcome[]): void => {
      for (const it of items) rows.set(it.sourceId, it);
    };
    await this.pages(
      (page) => this.store.listOutcomes(page),
      { sessionId },
      this.maxPages,
      (items) => keep(items.filter((it) => this.endedIn(it, types).length > 0)),
    );
    const sourceIds = [...reached.keys()].filter((it) => !rows.has(it));
    if (sourceIds.length > 0)
      keep((await this.store.listOutcomes({ sessionId, sourceIds, limit: MAX_PAGE_SIZE })).items);
    return [...rows.values()];
  }

  /** A later step of a row's own path may come to an identifier of the same type. */
  private endedIn({ losses }: IdentifierOutcome, types: ReadonlySet<string>): OutcomeLoss[] {
    return losses.filter((it) => it.step === 0 && types.has(it.type) && this.identifiers.has(it.identifier));
  }

  private async pages<T, Q extends object>(
    list: Parameters<typeof firstPages<T, Q>>[0],
    query: Q,
    maxPages: number,
    use: (items: readonly T[]) => unknown,
  ): Promise<void> {
    const isWhole = await firstPages(list, query, maxPages, (items) => {
      use(items);
      return true;
    });
    this.isComplete &&= isWhole;
  }
}
