import type { TraceStore } from "@waymark/trace-core";
import type pg from "pg";

import { SOURCE_TYPE, TARGET_TYPE } from "../data/gene-trace.js";
import { ensemblGene } from "../data/identifiers.js";
import { checkCount } from "./bulk-sides.js";
import { columnsOf } from "./captured-tables.js";
import type { Side } from "./compare.js";

/** Identifiers per look-up. */
const LOOKUP_SIZE = 1_000;

/** Returns look-ups of known identifiers, spread over all mappings; different ones with every call. */
export function lookUps(mappings: number, calls: number): () => string[][] {
  const size = Math.min(LOOKUP_SIZE, mappings);
  const step = Math.max(1, Math.floor(mappings / size));
  let offset = 0;
  return () =>
    Array.from({ length: calls }, () => {
      offset += 1;
      return Array.from({ length: size }, (_, i) => ensemblGene((i * step + offset * 7) % mappings));
    });
}

export function findMappingsSide(store: TraceStore, next: () => string[][]): Side {
  return async () => {
    const lists = next();
    return {
      run: async () => {
        let found = 0;
        for (const sourceIds of lists) {
          const query = { sourceType: SOURCE_TYPE, targetType: TARGET_TYPE, sourceIds };
          found += (await store.findMappings(query)).length;
        }
        checkCount("mappings found", found, lists.flat().length);
        return found;
      },
    };
  };
}

/** A hand-written statement that returns all columns of the same rows. */
export async function selectSide(pool: pg.Pool, next: () => string[][]): Promise<Side> {
  const client = await pool.connect();
  const columns = (await columnsOf(client, "entity_mapping")).map((it) => client.escapeIdentifier(it));
  client.release();
  const sql =
    `SELECT ${columns.join(", ")} FROM entity_mapping ` +
    "WHERE source_type = $1 AND target_type = $2 AND source_id = ANY($3)";
  return async () => {
    const lists = next();
    return {
      run: async () => {
        let found = 0;
        for (const sourceIds of lists)
          found += (await pool.query(sql, [SOURCE_TYPE, TARGET_TYPE, sourceIds])).rows.length;
        checkCount("mappings found", found, lists.flat().length);
        return found;
      },
    };
  };
}
