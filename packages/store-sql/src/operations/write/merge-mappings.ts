import type { EntityMapping } from "@waymark/trace-core";

import { mappingRows } from "../../rows/mapping-row.js";
import type { SqlSession } from "../../sql-session.js";
import { copyRows, isWorthCopying } from "./copy-rows.js";
import { existingMappings } from "./existing-rows.js";
import { insertRows } from "./insert-rows.js";

/** The columns of an observation; all are taken from the greater one. */
const OBSERVED = [
  "observed_at",
  "observed_by",
  "confidence",
  "hop_count",
  "direction",
  "is_derived",
  "observation",
] as const;

/** Stands for a missing id in the comparison, which has compared before whether there is one. */
const NO_ID = "'00000000-0000-0000-0000-000000000000'";

/** Inserts mappings, or merges them into existing ones by the rules of the core's `mergeEntityMapping`. */
export async function mergeMappings(
  session: SqlSession,
  mappings: readonly EntityMapping[],
  isFirstTry: boolean,
): Promise<void> {
  if (!isFirstTry || !isWorthCopying(session, mappings)) return merge(session, mappings);
  const known = await existingMappings(
    session,
    mappings.map((it) => it.id),
  );
  const unknown = known.size === 0 ? mappings : mappings.filter((it) => !known.has(it.id));
  if (!isWorthCopying(session, unknown)) return merge(session, mappings);
  await copyRows(session, "entity_mapping", mappingRows, unknown);
  await merge(
    session,
    mappings.filter((it) => known.has(it.id)),
  );
}

async function merge(session: SqlSession, mappings: readonly EntityMapping[]): Promise<void> {
  if (mappings.length === 0) return;
  const { dialect } = session;
  const observation = (row: string): string =>
    `(${row}."observed_at", ${row}."observed_by" IS NOT NULL, COALESCE(${row}."observed_by", ${NO_ID}), ${row}."observation")`;
  const isNewer = `${observation("excluded")} > ${observation("t")}`;
  const observed = OBSERVED.map(
    (it) => `"${it}" = CASE WHEN ${isNewer} THEN excluded."${it}" ELSE t."${it}" END`,
  );
  await insertRows(
    session,
    "entity_mapping",
    mappingRows,
    mappings,
    `("id") DO UPDATE SET
      "first_seen_at" = ${dialect.least('t."first_seen_at"', 'excluded."first_seen_at"')},
      "last_seen_at" = ${dialect.greatest('t."last_seen_at"', 'excluded."last_seen_at"')},
      ${observed.join(", ")}
      WHERE excluded."first_seen_at" < t."first_seen_at" OR excluded."last_seen_at" > t."last_seen_at" OR ${isNewer}`,
  );
}
