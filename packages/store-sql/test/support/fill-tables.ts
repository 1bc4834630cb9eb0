import type { DataSource } from "typeorm";

/** The number of sessions over which the records of the other kinds are distributed. */
const BUSY_SESSIONS = 100;

/** The expressions from which a row is made, given its number. */
interface Expressions {
  uuid(number: string): string;
  instant(number: string): string;
}

const POSTGRES: Expressions = {
  uuid: (n) => `(lpad(to_hex(${n}), 8, '0') || '-0000-7000-8000-000000000000')::uuid`,
  instant: (n) => `timestamptz '2026-01-01' + (${n}) * interval '1 millisecond'`,
};

const SQLITE: Expressions = {
  uuid: (n) => `printf('%08x-0000-7000-8000-000000000000', ${n})`,
  instant: (n) => `1767225600000 + (${n})`,
};

/** The id of the record with this number, from 1, which is the same for all kinds. */
export function filledId(number: number): string {
  return `${number.toString(16).padStart(8, "0")}-0000-7000-8000-000000000000`;
}

/** Fills every table with this many rows, much faster than a store would: `id-1` → `to-1`, `id-2` → `to-2` … */
export async function fillTables(dataSource: DataSource, rows: number): Promise<void> {
  const { uuid, instant } = dataSource.options.type === "postgres" ? POSTGRES : SQLITE;
  const id = uuid("i");
  const at = instant("i");
  const session = uuid(`1 + i % ${String(BUSY_SESSIONS)}`);
  const tables: Record<string, Record<string, string>> = {
    mapping_session: {
      id,
      source_type: "'A'",
      target_type: "'B'",
      parameters: "'{}'",
      status: "CASE WHEN i % 1000 = 0 THEN 'running' ELSE 'completed' END",
      started_at: at,
      ended_at: `CASE WHEN i % 1000 = 0 THEN NULL ELSE ${at} END`,
      heartbeat_at: instant("i + 1000000000000"),
      tags: "'[]'",
    },
    path_execution: {
      id,
      session_id: session,
      path_id: "'a-to-b'",
      batch_index: "i",
      source_type: "'A'",
      target_type: "'B'",
      status: "'success'",
      started_at: at,
      ended_at: at,
      duration_ms: "1",
      input_count: "1",
      matched_count: "1",
      details: `'{"durationMs":1,"error":null,"steps":[]}'`,
    },
    entity_mapping: {
      id,
      source_type: "'A'",
      source_id: "'id-' || i",
      target_type: "'B'",
      target_id: "'to-' || i",
      first_seen_at: at,
      last_seen_at: at,
      observed_at: at,
      confidence: "1",
      hop_count: "1",
      direction: "'forward'",
      is_derived: "false",
      observation: `'[1,[],"forward",1,false,[],{}]'`,
    },
    entity_mapping_provenance: {
      id,
      mapping_id: id,
      session_id: session,
      path_execution_id: id,
      path_id: "'a-to-b'",
      recorded_at: at,
      confidence: "1",
      hop_count: "0",
      direction: "'forward'",
      is_derived: "false",
      details: `'{"confidence":1,"hops":[]}'`,
    },
    identifier_outcome: {
      session_id: session,
      source_id: "'id-' || i",
      source_type: "'A'",
      target_type: "'B'",
      outcome: "'mapped'",
      target_count: "1",
      is_ambiguous: "false",
      is_provisional: "false",
      source_status: "'current'",
      answer_fingerprint: "'fingerprint'",
      served_from: "'live'",
      answered_by: session,
      recorded_at: at,
      raw_ids: "'[]'",
      details:
        `'{"lossCount":0,"losses":[],"targets":[{"confidence":1,"hopCount":1,"mappingId":"' || ${id} || ` +
        `'","pathId":"a-to-b","targetId":"to-' || i || '","validationStatus":null}]}'`,
    },
    execution_metric: {
      id,
      session_id: session,
      path_execution_id: id,
      type: "'counter'",
      name: "'inputs'",
      value: "'1'",
      recorded_at: at,
    },
  };
  for (const [table, columns] of Object.entries(tables)) {
    await dataSource.query(
      `WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < ${String(rows)})
       INSERT INTO ${table} (${Object.keys(columns).join(", ")})
       SELECT ${Object.values(columns).join(", ")} FROM numbers`,
    );
  }
}

/**
 * Adds answers to this identifier in several of the filled sessions: live in the first one, from the cache in the
 * others.
 */
export async function addCacheServed(
  dataSource: DataSource,
  sourceId: string,
  sessions: number,
): Promise<void> {
  const first = `'${filledId(1)}'`;
  await dataSource.query(
    `INSERT INTO identifier_outcome (session_id, source_id, source_type, target_type, outcome, target_count,
       is_ambiguous, is_provisional, source_status, answer_fingerprint, served_from, answered_by, recorded_at, raw_ids,
       details)
     SELECT id, '${sourceId}', 'A', 'B', 'not_found', 0, false, false, 'current', 'fingerprint',
       CASE WHEN id = ${first} THEN 'live' ELSE 'cache' END, ${first}, started_at, '[]',
       '{"lossCount":0,"losses":[],"targets":[]}'
     FROM mapping_session WHERE id <= '${filledId(sessions)}'`,
  );
}
