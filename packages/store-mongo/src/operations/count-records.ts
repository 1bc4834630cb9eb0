import type { RecordCounts } from "@waymark/trace-core";

import type { CollectionName } from "../documents/collections.js";
import type { MongoSession } from "../mongo-session.js";

export async function countRecords(session: MongoSession): Promise<RecordCounts> {
  // Counts the entries of an index: by default, the server reads all documents, which may take longer than a transaction
  // lasts.
  const count = (name: CollectionName): Promise<number> =>
    session.db.collection(name).countDocuments({}, { session: session.session, hint: "_id_" });
  return {
    sessions: await count("mapping_sessions"),
    pathExecutions: await count("path_executions"),
    mappings: await count("entity_mappings"),
    provenance: await count("entity_mapping_provenance"),
    outcomes: await count("identifier_outcomes"),
    metrics: await count("execution_metrics"),
  };
}
