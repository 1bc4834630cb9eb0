import {
  MAX_PAGE_SIZE,
  type IdentifierOutcome,
  type MappingSession,
  type OutcomeLoss,
  type TraceStore,
} from "@waymark/trace-core";

import { firstPages } from "../../shared/first-pages.js";
import { secondarySessions, secondaryTypesOf } from "./secondary-sessions.js";

/** A secondary identifier of a row, which was tried for the row. */
export interface FoundSecondaryUse {
  readonly type: string;
  readonly identifier: string;
  /** The answer for the row. */
  readonly row: IdentifierOutcome;
  /** Targets that this identifier led to, even if their confidence was too low for the row's answer. */
  readonly targetIds: readonly string[];
  /** Where the search ended if this identifier itself was not found. */
  readonly losses: readonly OutcomeLoss[];
}

export interface FoundSecondaryUses {
  /** Newest session first. */
  readonly uses: readonly FoundSecondaryUse[];
  /** Whether everything that the trace keeps about it was searched. */
  readonly isComplete: boolean;
  readonly sessionsSearched: number;
}

interface Reached {
  readonly type: string;
  readonly identifier: string;
  readonly targetId: string;
}

/** Maximum number of pages of provenance, over all sessions together; the same number for outcomes. */
const PAGES_SEARCHED = 50;
/**
 * Maximum number of mappings of one session that are followed to their rows: a placeholder may occur in very many rows.
 */
const MAX_FOLLOWED = 1_000;

/**
 * The rows for which the identifiers were tried as secondary identifiers, found in the provenance that starts from them
 * and in losses where they were not found. The trace keeps nothing about a secondary identifier that led nowhere if
 * nothing else answered its row either.
 *
 * The trace has no index for this, so a bounded number of the newest sessions with secondary identifiers is searched.
 *
 * @param sessionId only this session. Default: the newest ones
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
    /** Maximum number of pages of each kind in one session. */
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

  /** What the identifiers led to, by source id of the row. */
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

  /** The answers of rows for which something was reached, or which record where the identifiers ended. */
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

  /** Only step 0 counts: a later step of the row's own path may reach an identifier of the same type. */
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
