import { compareBytes } from "../text/compare-bytes.js";
import type { EntityMapping } from "../records/entity-mapping.js";
import type { EntityMappingProvenance } from "../records/entity-mapping-provenance.js";
import type { ExecutionMetric } from "../records/execution-metric.js";
import type { IdentifierOutcome } from "../records/identifier-outcome.js";
import type { MappingPathExecutionLog } from "../records/mapping-path-execution-log.js";
import type { MappingSession, SessionEnd } from "../records/mapping-session.js";
import type { TraceStore } from "../trace-store.js";
import type { Page, PageRequest } from "../trace-store-queries.js";
import {
  at,
  sampleEnd,
  sampleMapping,
  sampleMetric,
  sampleOutcome,
  samplePathExecution,
  sampleProvenance,
  sampleSession,
} from "./sample-records.js";

/** Beginnings of ids that sort differently by UTF-16, by locale, without case and by bytes. */
const ODD = ["b", "B", "\u{1F9EC}", "\uFF21", "é", "a", "_"];

/** A batch that puts at least a given number of records into every list of `sampleLists`. */
export interface Crowd {
  readonly sessionStarts: MappingSession[];
  readonly sessionEnds: SessionEnd[];
  readonly pathExecutions: MappingPathExecutionLog[];
  readonly mappings: EntityMapping[];
  readonly provenance: EntityMappingProvenance[];
  readonly outcomes: IdentifierOutcome[];
  readonly metrics: ExecutionMetric[];
}

/** The records that the lists of `sampleLists` are queried by. */
export interface CrowdHome {
  readonly session: MappingSession;
  readonly execution: MappingPathExecutionLog;
  /** From `x` to `y`. */
  readonly mapping: EntityMapping;
}

export function crowdHome(): CrowdHome {
  const session = sampleSession();
  return {
    session,
    execution: samplePathExecution(session.id),
    mapping: sampleMapping({ sourceId: "x", targetId: "y" }),
  };
}

/** Creates a crowd. Records have the same time in pairs, so that the id decides their order. */
export function sampleCrowd(home: CrowdHome, count: number, prefix = "", since = 0): Crowd {
  const each = <T>(make: (instant: Date, id: string) => T): T[] =>
    Array.from({ length: count }, (_, i) =>
      make(at(since + Math.floor(i / 2)), `${prefix}${ODD[i % ODD.length] ?? ""}${String(i)}`),
    );
  const { session, execution, mapping } = home;
  const sessions = each((startedAt) => sampleSession({ startedAt }));
  const ended = each((startedAt) => sampleSession({ startedAt }));
  const pathExecutions = each((startedAt) =>
    samplePathExecution(session.id, { startedAt, endedAt: startedAt }),
  );
  const mappings = [
    ...each((_, targetId) => sampleMapping({ sourceId: "x", targetId })),
    ...each((_, sourceId) => sampleMapping({ sourceId, targetId: "y" })),
  ];
  return {
    sessionStarts: [session, ...sessions, ...ended],
    sessionEnds: ended.map((it) => sampleEnd(it.id)),
    pathExecutions: [execution, ...pathExecutions],
    mappings: [mapping, ...mappings],
    provenance: [
      ...mappings.map((it) => sampleProvenance(it, execution)),
      ...pathExecutions.map((it) => sampleProvenance(mapping, it)),
    ],
    outcomes: [
      ...each((_, sourceId) => sampleOutcome(session.id, [], { sourceId })),
      ...each((_, id) => sampleOutcome(session.id, [], { sourceId: "x", sourceType: `T-${id}` })),
      ...sessions.map((it) => sampleOutcome(it.id, [], { sourceId: "x" })),
    ],
    metrics: each((recordedAt) => sampleMetric(session.id, { recordedAt })),
  };
}

/** A list of the port. */
export interface SampleList {
  readonly name: string;
  readonly list: (store: TraceStore, page: PageRequest) => Promise<Page<unknown>>;
  /** The records of a crowd that the list contains, in the order of the list. */
  readonly of: (crowd: Crowd) => unknown[];
}

/** Every list of the port. */
export function sampleLists({ session, execution, mapping }: CrowdHome): SampleList[] {
  const sessionId = session.id;
  return [
    {
      name: "sessions",
      list: (store, page) => store.listSessions(page),
      of: (crowd) => newestFirst(sessionsAfter(crowd), (it) => it.startedAt),
    },
    {
      name: "sessions of a status",
      list: (store, page) => store.listSessions({ ...page, status: "running" }),
      of: (crowd) => {
        const running = sessionsAfter(crowd).filter((it) => it.status === "running");
        return newestFirst(running, (it) => it.startedAt);
      },
    },
    {
      name: "path executions",
      list: (store, page) => store.listPathExecutions({ ...page, sessionId }),
      of: ({ pathExecutions }) => newestFirst(pathExecutions, (it) => it.startedAt),
    },
    {
      name: "metrics",
      list: (store, page) => store.listMetrics({ ...page, sessionId }),
      of: ({ metrics }) => newestFirst(metrics, (it) => it.recordedAt),
    },
    {
      name: "outcomes of a session",
      list: (store, page) => store.listOutcomes({ ...page, sessionId }),
      of: ({ outcomes }) =>
        byBytes(
          outcomes.filter((it) => it.sessionId === sessionId),
          (it) => [it.sourceId, it.sourceType, it.targetType],
        ),
    },
    {
      name: "outcomes of an identifier",
      list: (store, page) => store.listOutcomes({ ...page, sourceId: "x" }),
      of: ({ outcomes }) =>
        byBytes(
          outcomes.filter((it) => it.sourceId === "x"),
          (it) => [it.sourceType, it.targetType, it.sessionId],
        ).reverse(),
    },
    {
      name: "mappings",
      list: (store, page) => store.listMappings(page),
      of: ({ mappings }) => byBytes(mappings, (it) => [it.sourceId, it.sourceType, it.targetType, it.id]),
    },
    {
      name: "mappings of a source",
      list: (store, page) => store.listMappings({ ...page, sourceId: "x" }),
      of: ({ mappings }) =>
        byBytes(
          mappings.filter((it) => it.sourceId === "x"),
          (it) => [it.sourceType, it.targetType, it.id],
        ),
    },
    {
      name: "mappings of a target",
      list: (store, page) => store.listMappings({ ...page, targetId: "y" }),
      of: ({ mappings }) =>
        byBytes(
          mappings.filter((it) => it.targetId === "y"),
          (it) => [it.targetType, it.sourceType, it.id],
        ),
    },
    {
      name: "provenance of a mapping",
      list: (store, page) => store.listProvenance({ ...page, mappingId: mapping.id }),
      of: (crowd) => provenanceOf(crowd, (it) => it.mappingId === mapping.id),
    },
    {
      name: "provenance of mappings",
      list: (store, page) => store.listProvenance({ ...page, mappingIds: [mapping.id] }),
      of: (crowd) => provenanceOf(crowd, (it) => it.mappingId === mapping.id),
    },
    {
      name: "provenance of a session",
      list: (store, page) => store.listProvenance({ ...page, sessionId }),
      of: (crowd) => provenanceOf(crowd, () => true),
    },
    {
      name: "provenance of a path execution",
      list: (store, page) => store.listProvenance({ ...page, pathExecutionId: execution.id }),
      of: (crowd) => provenanceOf(crowd, (it) => it.pathExecutionId === execution.id),
    },
  ];
}

/** The sessions in their state after the crowd was written. */
function sessionsAfter({ sessionStarts, sessionEnds }: Crowd): MappingSession[] {
  const ends = new Map(sessionEnds.map(({ sessionId, ...fields }) => [sessionId, fields]));
  return sessionStarts.map((it) => ({ ...it, ...ends.get(it.id) }));
}

function provenanceOf(
  { provenance }: Crowd,
  isWanted: (it: EntityMappingProvenance) => boolean,
): EntityMappingProvenance[] {
  return byBytes(provenance.filter(isWanted), (it) => [it.pathExecutionId, it.id]).reverse();
}

function newestFirst<T extends { readonly id: string }>(records: readonly T[], timeOf: (it: T) => Date): T[] {
  return [...records].sort((a, b) => timeOf(b).getTime() - timeOf(a).getTime() || compareBytes(b.id, a.id));
}

function byBytes<T>(records: readonly T[], keyOf: (it: T) => readonly string[]): T[] {
  return [...records].sort((a, b) => {
    const [x, y] = [keyOf(a), keyOf(b)];
    return x.map((it, i) => compareBytes(it, y[i] ?? "")).find((order) => order !== 0) ?? 0;
  });
}
