import {
  compareBytes,
  everyItem,
  everyPage,
  MAX_LOOKUP_IDS,
  type EntityMapping,
  type EntityMappingProvenance,
  type TraceStore,
} from "@waymark/trace-core";

import { excerpt, type Excerpt } from "../shared/excerpt.js";
import { groupBy } from "../shared/group-by.js";
import { refusedRawIds } from "../shared/refused-raw-ids.js";
import { wholeNumber } from "../shared/whole-number.js";
import { conflictKind, type ConflictKind } from "./conflict-kind.js";
import { PathStatements, type PathStatement } from "./path-statements.js";

export interface ConflictsRequest {
  /**
   * Only identifiers that this session answered, and only observations that its answers rest on. Default: the whole
   * trace.
   */
  readonly sessionId?: string | undefined;
  /** Only identifiers of this type. Default: any. */
  readonly sourceType?: string | undefined;
  /** Only mappings to this type. Default: any. */
  readonly targetType?: string | undefined;
}

export interface ConflictsOptions {
  /**
   * Kinds to yield. Default `subset`, `overlap` and `disjoint`; with `agree`, every identifier that several paths
   * answer.
   */
  readonly kinds?: readonly ConflictKind[] | undefined;
  /** Maximum number of targets listed for each path, 1 to 10,000. Default 100. */
  readonly maxTargets?: number | undefined;
  /** Called after each batch of identifiers that was read, including the last. Default: not called. */
  readonly onProgress?: ((progress: ConflictsProgress) => void) | undefined;
}

/** What has been read so far. */
export interface ConflictsProgress {
  /** Identifiers that have targets, counted once for each target type. */
  readonly identifiers: number;
  /** Identifiers that several paths answer, so that there is something to compare. */
  readonly compared: number;
}

/** An identifier for which several paths found targets. Plain JSON; times are ISO 8601 in UTC. */
export interface Conflict {
  readonly sourceType: string;
  readonly sourceId: string;
  /** The inputs as they came in, if they are not valid identifiers; otherwise empty. */
  readonly rawIds: readonly string[];
  readonly targetType: string;
  readonly kind: ConflictKind;
  /** Targets on which all paths agree. */
  readonly shared: Excerpt<string>;
  /** Sorted by path id. */
  readonly paths: readonly ConflictingPath[];
}

/** The targets of one path, as found by the newest session in which the path reached any. */
export interface ConflictingPath {
  readonly pathId: string;
  readonly sessionId: string;
  readonly recordedAt: string;
  /** Sorted by target id. */
  readonly targets: Excerpt<ConflictingTarget>;
}

export interface ConflictingTarget {
  readonly targetId: string;
  readonly mappingId: string;
  /** Confidence of the path's best branch to this target. */
  readonly confidence: number;
  /** Resources of that branch, hop by hop. */
  readonly resources: readonly { readonly resource: string; readonly release: string | null }[];
}

/** Mappings of one identifier between two types. */
interface Group {
  readonly sourceType: string;
  readonly sourceId: string;
  readonly targetType: string;
  readonly mappings: readonly EntityMapping[];
  /** Sessions whose observations count; null for all. */
  readonly sessions: ReadonlySet<string> | null;
}

const DISAGREEING: readonly ConflictKind[] = ["subset", "overlap", "disjoint"];

/**
 * Identifiers whose paths disagree, in the order of the identifiers. Only the latest result of each path counts, so a
 * table that has changed since does not conflict with itself. A path that found nothing is not compared.
 *
 * Reads mappings and their provenance page by page: memory grows with the mappings of one page and of one identifier,
 * not with the trace.
 */
export async function* conflicts(
  store: TraceStore,
  request: ConflictsRequest = {},
  options: ConflictsOptions = {},
): AsyncGenerator<Conflict, void, undefined> {
  const maxTargets = wholeNumber("maxTargets", options.maxTargets, { byDefault: 100, max: 10_000 });
  const kinds = new Set(options.kinds ?? DISAGREEING);
  const { sessionId } = request;
  let identifiers = 0;
  let compared = 0;
  const batches = sessionId === undefined ? allGroups(store) : groupsOf(store, sessionId);
  for await (const batch of batches) {
    const wanted = batch.filter(
      ({ sourceType, targetType }) =>
        (request.sourceType ?? sourceType) === sourceType &&
        (request.targetType ?? targetType) === targetType,
    );
    const statements = await statementsOf(store, wanted);
    for (const [i, group] of wanted.entries()) {
      const paths = statements[i]?.list() ?? [];
      if (paths.length > 0) identifiers += 1;
      if (paths.length < 2) continue;
      compared += 1;
      const kind = conflictKind(paths.map((it) => it.targets));
      if (!kinds.has(kind)) continue;
      yield conflictOf(group, await rawIdsOf(store, group.sourceId, paths), kind, paths, maxTargets);
    }
    options.onProgress?.({ identifiers, compared });
  }
}

/** The mappings of the whole trace, which lists those of one identifier one after another. */
async function* allGroups(store: TraceStore): AsyncGenerator<Group[], void, undefined> {
  let open: EntityMapping[] = [];
  for await (const page of everyPage((query) => store.listMappings(query), {})) {
    const groups: Group[] = [];
    for (const mapping of page) {
      const first = open[0];
      if (first && !isSameGroup(first, mapping)) {
        groups.push(groupOf(first, open, null));
        open = [];
      }
      open.push(mapping);
    }
    if (groups.length > 0) yield groups;
  }
  const first = open[0];
  if (first) yield [groupOf(first, open, null)];
}

async function* groupsOf(store: TraceStore, sessionId: string): AsyncGenerator<Group[], void, undefined> {
  for await (const page of everyPage((query) => store.listOutcomes(query), { sessionId })) {
    const byTypes = groupBy(page, (it) => `${it.sourceType}\0${it.targetType}`);
    for (const outcomes of byTypes.values()) {
      const [{ sourceType, targetType } = { sourceType: "", targetType: "" }] = outcomes;
      const sourceIds = outcomes.map((it) => it.sourceId);
      const found = await store.findMappings({ sourceType, targetType, sourceIds });
      const bySource = groupBy(found, (it) => it.sourceId);
      yield outcomes.flatMap((it) => {
        const mappings = bySource.get(it.sourceId) ?? [];
        return mappings.length === 0 ? [] : [groupOf(it, mappings, new Set([sessionId, it.answeredBy]))];
      });
    }
  }
}

async function statementsOf(store: TraceStore, groups: readonly Group[]): Promise<PathStatements[]> {
  const statements = groups.map(() => new PathStatements());
  const placeOf = new Map(
    groups.flatMap(({ mappings, sessions }, i) =>
      mappings.map((it) => [it.id, { targetId: it.targetId, sessions, of: statements[i] }] as const),
    ),
  );
  const ids = [...placeOf.keys()];
  for (let start = 0; start < ids.length; start += MAX_LOOKUP_IDS) {
    const mappingIds = ids.slice(start, start + MAX_LOOKUP_IDS);
    for await (const it of everyItem((query) => store.listProvenance(query), { mappingIds })) {
      const place = placeOf.get(it.mappingId);
      if (place && (place.sessions === null || place.sessions.has(it.sessionId)))
        place.of?.add(place.targetId, it);
    }
  }
  return statements;
}

async function rawIdsOf(
  store: TraceStore,
  sourceId: string,
  paths: readonly PathStatement[],
): Promise<readonly string[]> {
  for (const { sessionId } of paths) {
    const rawIds = (await refusedRawIds(store, sessionId, [sourceId])).get(sourceId);
    if (rawIds) return rawIds;
  }
  return [];
}

function conflictOf(
  { sourceType, sourceId, targetType }: Group,
  rawIds: readonly string[],
  kind: ConflictKind,
  paths: readonly PathStatement[],
  maxTargets: number,
): Conflict {
  const [first, ...others] = paths.map((it) => it.targets);
  const shared = [...(first?.keys() ?? [])].filter((id) => others.every((it) => it.has(id)));
  return {
    sourceType,
    sourceId,
    rawIds,
    targetType,
    kind,
    shared: excerpt(shared.sort(compareBytes), maxTargets),
    paths: paths.map(({ pathId, sessionId, recordedAt, targets }) => {
      const sorted = [...targets].sort(([a], [b]) => compareBytes(a, b));
      const { items, total, truncated } = excerpt(sorted, maxTargets);
      return {
        pathId,
        sessionId,
        recordedAt: recordedAt.toISOString(),
        targets: { items: items.map(([id, branch]) => targetOf(id, branch)), total, truncated },
      };
    }),
  };
}

function targetOf(
  targetId: string,
  { mappingId, confidence, hops }: EntityMappingProvenance,
): ConflictingTarget {
  const resources = hops.map(({ resource, release }) => ({ resource, release }));
  return { targetId, mappingId, confidence, resources };
}

function groupOf(
  { sourceType, sourceId, targetType }: Omit<Group, "mappings" | "sessions">,
  mappings: readonly EntityMapping[],
  sessions: ReadonlySet<string> | null,
): Group {
  return { sourceType, sourceId, targetType, mappings, sessions };
}

function isSameGroup(a: EntityMapping, b: EntityMapping): boolean {
  return a.sourceId === b.sourceId && a.sourceType === b.sourceType && a.targetType === b.targetType;
}
