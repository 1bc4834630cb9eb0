import { join } from "node:path";
import { gzipSync } from "node:zlib";

import type { StepDirection } from "@waymark/trace-core";

import type { LookUpHit } from "../../src/resource.js";
import { loadSssom, type LoadedSssom, type LoadSssomOptions } from "../../src/resources/sssom/load-sssom.js";
import { DeclaredType } from "../../src/types/declared-type.js";
import { catalogFolder } from "./catalog-folder.js";

export const HP = new DeclaredType("HP");
export const MP = new DeclaredType("MP");

/** The metadata of a small mapping set, in lines that begin with #. */
export const SSSOM_HEADER = `#curie_map:
#  HP: http://purl.obolibrary.org/obo/HP_
#  MP: http://purl.obolibrary.org/obo/MP_
#mapping_set_version: "2024-10"
`;

/** Columns, then rows; here cells are separated by blanks, and `-` is an empty one. */
export function sssomTable(columns: string, ...rows: readonly string[]): string {
  const line = (it: string): string => `${it.split(" ").join("\t")}\n`.replace(/(?<=^|\t)-(?=\t|\n)/g, "");
  return [columns, ...rows].map(line).join("");
}

const COLUMNS = "subject_id predicate_id object_id mapping_justification confidence predicate_modifier";

/** A row of `sssomRows`; `-` is an empty cell. */
export function sssomRow(
  subject: string,
  predicate: string,
  object: string,
  confidence = "-",
  modifier = "-",
): string {
  return `${subject} ${predicate} ${object} semapv:LexicalMatching ${confidence} ${modifier}`;
}

/** A table of these rows, the first of them in line 2. */
export function sssomRows(...rows: readonly string[]): string {
  return sssomTable(COLUMNS, ...rows);
}

/** A mapping set of these rows, the first of them in line 6. */
export function sssomSet(...rows: readonly string[]): string {
  return SSSOM_HEADER + sssomRows(...rows);
}

/** Loads a mapping set of this text, with one map named `m` from HP to MP. */
export async function loadSssomText(
  text: string,
  options: Partial<LoadSssomOptions> & { readonly external?: string; readonly isGzipped?: boolean } = {},
): Promise<LoadedSssom> {
  const { external, isGzipped = false, ...rest } = options;
  const name = isGzipped ? "set.tsv.gz" : "set.tsv";
  const folder = await catalogFolder({
    [name]: isGzipped ? gzipSync(text) : text,
    ...(external !== undefined && { "set.yml": external }),
  });
  return loadSssom({
    name: "set",
    file: join(folder, name),
    ...(external !== undefined && { metadata: join(folder, "set.yml") }),
    maps: [{ name: "m", source: { type: HP, prefixes: ["HP"] }, target: { type: MP, prefixes: ["MP"] } }],
    ...rest,
  });
}

/** The targets that a mapping set has for an identifier. */
export async function sssomHits(
  { resource }: Pick<LoadedSssom, "resource">,
  identifier: string,
  direction: StepDirection = "forward",
  rank = 0,
  map = "m",
): Promise<readonly LookUpHit[]> {
  const { signal } = new AbortController();
  const { hits } = await resource.lookUp({ map, rank, direction, identifiers: [identifier], signal });
  return hits.get(identifier) ?? [];
}
