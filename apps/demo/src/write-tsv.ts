import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import type { MappingResult } from "@waymark/executor";

import { UsageError } from "./usage-error.js";

const COLUMNS = [
  "raw",
  "identifier",
  "outcome",
  "target",
  "confidence",
  "hops",
  "path",
  "matched_as",
  "ambiguous",
  "provisional",
  "source_status",
  "served_from",
  "reason",
] as const;

/**
 * Writes one line per target, or one for an input without targets, in input order. The file is written completely or
 * not at all.
 */
export async function writeTsv(file: string, results: readonly MappingResult[]): Promise<void> {
  const lines = [COLUMNS.join("\t")];
  for (const result of results) {
    const { outcome, targets } = result;
    for (const target of targets.length > 0 ? targets : [null]) {
      const values: Record<(typeof COLUMNS)[number], string> = {
        raw: result.raw,
        identifier: result.identifier ?? "",
        outcome: outcome.outcome,
        target: target?.id ?? "",
        confidence: target === null ? "" : String(target.confidence),
        hops: target === null ? "" : String(target.hopCount),
        path: target?.pathId ?? "",
        matched_as: outcome.matchedAs ?? "",
        ambiguous: outcome.isAmbiguous ? "yes" : "",
        provisional: outcome.isProvisional ? "yes" : "",
        source_status: outcome.sourceStatus,
        served_from: result.servedFrom,
        reason: result.invalidReason ?? outcome.losses[0]?.reason ?? "",
      };
      lines.push(COLUMNS.map((it) => cell(values[it])).join("\t"));
    }
  }
  const temporary = `${file}.${String(process.pid)}.part`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, `${lines.join("\n")}\n`);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
}

/** Quotes cells with line breaks, tabs or quotes as in RFC 4180. */
function cell(value: string): string {
  return /[\t\r\n"]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
