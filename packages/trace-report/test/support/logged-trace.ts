import {
  entityMappingId,
  ExecutionTraceLogger,
  type EntityMappingProvenance,
  type TraceStore,
} from "@waymark/trace-core";
import fc from "fast-check";

/** One session: its resources, and what each path reached. */
export interface LoggedSession {
  /** Release of the resource `r0`, `r1`, …; null for none. */
  readonly releases: readonly (string | null)[];
  readonly contentHash: string | null;
  /** Whether the session lists its resources. */
  readonly isListing: boolean;
  readonly branches: readonly LoggedBranch[];
}

export interface LoggedBranch {
  readonly path: number;
  readonly source: string;
  readonly target: string;
  readonly resource: number;
}

const ids = (prefix: string, max: number): fc.Arbitrary<string> =>
  fc.nat(max).map((n) => `${prefix}${String(n)}`);

export const loggedSessions: fc.Arbitrary<LoggedSession[]> = fc.array(
  fc.record({
    releases: fc.tuple(...[0, 1].map(() => fc.constantFrom("1", "2", null))),
    contentHash: fc.constantFrom("a".repeat(64), "b".repeat(64), null),
    isListing: fc.boolean(),
    branches: fc.array(
      fc.record({ path: fc.nat(2), source: ids("s", 2), target: ids("t", 3), resource: fc.nat(1) }),
      { maxLength: 12 },
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Writes the sessions one after another; returns their ids and all provenance written. */
export async function logSessions(
  store: TraceStore,
  sessions: readonly LoggedSession[],
): Promise<{ readonly sessionIds: string[]; readonly provenance: EntityMappingProvenance[] }> {
  let now = Date.parse("2026-01-01T00:00:00Z");
  const clock = (): Date => new Date((now += 1_000));
  const logger = new ExecutionTraceLogger(store, { clock });
  const sessionIds: string[] = [];
  const provenance: EntityMappingProvenance[] = [];
  for (const { releases, contentHash, isListing, branches } of sessions) {
    const resources = releases.map((release, i) => ({ name: `r${String(i)}`, release, contentHash }));
    const session = await logger.logMappingSessionStart({
      sourceType: "S",
      targetType: "T",
      resources: isListing ? resources : [],
    });
    sessionIds.push(session.id);
    for (const path of [0, 1, 2]) {
      const ofPath = branches.filter((it) => it.path === path);
      if (ofPath.length === 0) continue;
      const execution = await logger.logPathExecution({
        sessionId: session.id,
        pathId: `p${String(path)}`,
        sourceType: "S",
        targetType: "T",
        status: "success",
        inputCount: 3,
        matchedCount: 1,
        steps: [...new Set(ofPath.map((it) => it.resource))].map((resource) => ({
          resource: `r${String(resource)}`,
          release: releases[resource] ?? null,
          contentHash,
          inputType: "S",
          outputType: "T",
          inputCount: 3,
          outputCount: 1,
          durationMs: 1,
        })),
      });
      const records = new Map(
        ofPath.map(({ source, target, resource }) => {
          const key = { sourceType: "S", sourceId: source, targetType: "T", targetId: target };
          const hop = {
            type: "T",
            identifier: target,
            resource: `r${String(resource)}`,
            release: releases[resource] ?? null,
            confidence: 0.9,
          };
          const record = {
            mappingId: entityMappingId(key),
            sessionId: session.id,
            pathExecutionId: execution.id,
            pathId: execution.pathId,
            confidence: 0.9,
            hops: [hop],
          };
          return [`${source} ${target} ${String(resource)}`, { key, record }] as const;
        }),
      );
      await logger.logEntityMappings(
        [...new Map([...records.values()].map(({ key }) => [entityMappingId(key), key])).values()],
        [...records.values()].map(({ record }) => record),
      );
    }
    await logger.logMappingSessionEnd(session.id, "completed");
    let cursor: string | undefined;
    do {
      const page = await store.listProvenance({ sessionId: session.id, ...(cursor ? { cursor } : {}) });
      provenance.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
  }
  await logger.close();
  return { sessionIds, provenance };
}
