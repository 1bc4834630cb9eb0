import { SchemaVersionError, type SchemaSteps } from "@waymark/trace-core";
import type { Db, IndexSpecification } from "mongodb";

import { COLLECTION_NAMES, type CollectionName } from "./documents/collections.js";

/** Collection that records which steps were applied to the database. */
const VERSION_COLLECTION = "waymark_schema";

export interface Index {
  readonly collection: CollectionName;
  readonly name: string;
  readonly key: IndexSpecification;
  readonly partialFilterExpression?: Record<string, unknown>;
}

/** No unique key except `_id`, so that every collection can be sharded. Includes indexes that later steps replace. */
const FIRST_INDEXES: readonly Index[] = [
  { collection: "mapping_sessions", name: "started", key: { startedAt: 1, _id: 1 } },
  { collection: "mapping_sessions", name: "status", key: { status: 1, startedAt: 1, _id: 1 } },
  { collection: "path_executions", name: "session", key: { sessionId: 1, startedAt: 1, _id: 1 } },
  {
    collection: "entity_mappings",
    name: "source",
    key: { sourceType: 1, targetType: 1, sourceId: 1, targetId: 1 },
  },
  {
    collection: "entity_mappings",
    name: "target",
    key: { sourceType: 1, targetType: 1, targetId: 1, sourceId: 1 },
  },
  {
    collection: "entity_mapping_provenance",
    name: "mapping",
    key: { mappingId: 1, pathExecutionId: 1, _id: 1 },
  },
  {
    collection: "entity_mapping_provenance",
    name: "session",
    key: { sessionId: 1, pathExecutionId: 1, _id: 1 },
  },
  {
    collection: "identifier_outcomes",
    name: "session",
    key: { sessionId: 1, sourceId: 1, sourceType: 1, targetType: 1 },
  },
  {
    collection: "identifier_outcomes",
    name: "answer",
    key: { sourceType: 1, targetType: 1, sourceId: 1, recordedAt: 1, sessionId: 1 },
    partialFilterExpression: { servedFrom: "live", answerFingerprint: { $type: "string" } },
  },
  { collection: "identifier_outcomes", name: "answered_by", key: { answeredBy: 1, sessionId: 1 } },
  { collection: "execution_metrics", name: "session", key: { sessionId: 1, recordedAt: 1, _id: 1 } },
];

/**
 * Indexes that begin with the identifier: they serve all queries of those they replace, and lists of one identifier.
 */
const IDENTIFIER_INDEXES: readonly (Index & { readonly replaces: string })[] = [
  {
    collection: "entity_mappings",
    name: "source_identifier",
    key: { sourceId: 1, sourceType: 1, targetType: 1, _id: 1 },
    replaces: "source",
  },
  {
    collection: "entity_mappings",
    name: "target_identifier",
    key: { targetId: 1, targetType: 1, sourceType: 1, _id: 1 },
    replaces: "target",
  },
  {
    collection: "identifier_outcomes",
    name: "identifier",
    key: { sourceId: 1, servedFrom: 1, sourceType: 1, targetType: 1, sessionId: 1 },
    replaces: "answer",
  },
];

/** The steps in order; each may be repeated, and taken by several processes at once. */
const STEPS: readonly { readonly name: string; readonly take: (db: Db) => Promise<void> }[] = [
  { name: "create-collections", take: createCollections },
  { name: "index-by-identifier", take: indexByIdentifier },
];

/** The indexes that exist after all steps. */
export const INDEXES: readonly Index[] = [
  ...FIRST_INDEXES.filter(
    (first) =>
      !IDENTIFIER_INDEXES.some((it) => it.collection === first.collection && it.replaces === first.name),
  ),
  ...IDENTIFIER_INDEXES,
];

interface VersionDocument {
  readonly _id: string;
  /** How many steps were applied. */
  readonly version: number;
}

async function versionOf(db: Db): Promise<number> {
  return (await db.collection<VersionDocument>(VERSION_COLLECTION).findOne({ _id: "trace" }))?.version ?? 0;
}

/** Which steps were applied, and which are pending. */
export async function schemaSteps(db: Db): Promise<SchemaSteps> {
  const version = await versionOf(db);
  const names = STEPS.map((it) => it.name);
  return { applied: names.slice(0, version), pending: names.slice(version) };
}

/**
 * Applies the missing steps.
 *
 * @throws SchemaVersionError the database is newer than this program, or older and may not be changed
 */
export async function setUp(db: Db, mode: "auto" | "check"): Promise<void> {
  const version = await versionOf(db);
  if (version > STEPS.length) {
    throw new SchemaVersionError(
      `The database was created by a newer version (step ${String(version)}, this one knows ${String(STEPS.length)}): use that version or a later one`,
      { version, known: STEPS.length },
    );
  }
  if (version === STEPS.length) return;
  if (mode === "check") {
    const what =
      version === 0
        ? "There is no trace yet"
        : `The database is at step ${String(version)} of ${String(STEPS.length)}`;
    throw new SchemaVersionError(
      `${what}: open the store once with migrate "auto", or ask an administrator to`,
      {
        version,
        known: STEPS.length,
        isEmpty: version === 0,
        pending: STEPS.slice(version).map((it) => it.name),
      },
    );
  }
  for (const step of STEPS.slice(version)) await step.take(db);
  await db
    .collection<VersionDocument>(VERSION_COLLECTION)
    .updateOne({ _id: "trace" }, { $max: { version: STEPS.length } }, { upsert: true });
}

/** The names of the collections that the user may use, also for a user who may not list those of the database. */
export async function collectionNames(db: Db): Promise<Set<string>> {
  const found = await db.listCollections({}, { nameOnly: true, authorizedCollections: true }).toArray();
  return new Set(found.map((it) => it.name));
}

async function createCollections(db: Db): Promise<void> {
  const existing = await collectionNames(db);
  for (const name of COLLECTION_NAMES) {
    // Leaves existing collections alone, including those that another process has just created.
    if (!existing.has(name)) await db.createCollection(name).catch(ignoreExisting);
  }
  for (const { collection, key, ...options } of FIRST_INDEXES)
    await db.collection(collection).createIndex(key, options, {});
}

async function indexByIdentifier(db: Db): Promise<void> {
  for (const { collection, key, name } of IDENTIFIER_INDEXES)
    await db.collection(collection).createIndex(key, { name }, {});
  // Only when all are built: the server may refuse to drop an index while another process builds one there.
  for (const { collection, replaces } of IDENTIFIER_INDEXES)
    await db.collection(collection).dropIndex(replaces).catch(ignoreMissing);
}

/** IndexNotFound: another process was faster. */
function ignoreMissing(error: unknown): void {
  if ((error as { code?: unknown }).code !== 27) throw error;
}

/** NamespaceExists: another process was faster. */
function ignoreExisting(error: unknown): void {
  if ((error as { code?: unknown }).code !== 48) throw error;
}
