import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";

import { SssomFileError } from "./sssom-file-error.js";

/** The metadata of a mapping set, as far as a look-up needs it. */
export interface SssomMetadata {
  /** `mapping_set_id`; null if missing. */
  readonly id: string | null;
  /** `mapping_set_version`, or else `mapping_date`, as it is written; null if both are missing. */
  readonly release: string | null;
  /** `mapping_set_title`; null if missing. */
  readonly title: string | null;
  /** The first address of `see_also`; null if missing. */
  readonly homepage: string | null;
  /** `license`; null if missing. */
  readonly license: string | null;
  /** The prefixes of the `curie_map`, as they are written. */
  readonly prefixes: readonly string[];
}

/**
 * Reads the metadata of a mapping set.
 *
 * @param text YAML, or JSON
 * @param file whose lines these are, for messages
 * @throws SssomFileError it is not YAML, or it or its `curie_map` is not a map
 */
export function readSssomMetadata(text: string, file: string): SssomMetadata {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const fail = (offset: number, reason: string, cause?: unknown): never => {
    throw new SssomFileError(file, Math.max(lines.linePos(offset).line, 1), reason, cause);
  };
  const [error] = document.errors;
  if (error) {
    const [message = ""] = error.message.split("\n");
    fail(
      error.pos[0],
      `the metadata is not YAML: ${message.replace(/ at line \d+, column \d+:?$/, "")}`,
      error,
    );
  }
  const root = document.contents;
  if (root === null)
    return { id: null, release: null, title: null, homepage: null, license: null, prefixes: [] };
  if (!isMap(root)) return fail(root.range[0], "the metadata is not a map of slots and values");
  const slot = (name: string): string | null => writtenText(root.get(name, true));
  const seeAlso = root.get("see_also", true) as unknown;
  const curies = root.get("curie_map", true) as unknown;
  const noCuries = curies === undefined || (isScalar(curies) && curies.value === null);
  if (!noCuries && !isMap(curies)) {
    const at = isScalar(curies) ? curies.range?.[0] : undefined;
    return fail(at ?? root.range[0], "the curie_map is not a map of prefixes and IRIs");
  }
  return {
    id: slot("mapping_set_id"),
    release: slot("mapping_set_version") ?? slot("mapping_date"),
    title: slot("mapping_set_title"),
    homepage: writtenText(isSeq(seeAlso) ? seeAlso.items[0] : seeAlso),
    license: slot("license"),
    prefixes: isMap(curies) ? curies.items.flatMap(({ key }) => writtenText(key) ?? []) : [],
  };
}

/** If both have a value, that of the first one counts; prefixes are those of both. */
export function mergeSssomMetadata(first: SssomMetadata, second: SssomMetadata): SssomMetadata {
  return {
    id: first.id ?? second.id,
    release: first.release ?? second.release,
    title: first.title ?? second.title,
    homepage: first.homepage ?? second.homepage,
    license: first.license ?? second.license,
    prefixes: [...first.prefixes, ...second.prefixes],
  };
}

/** The text as it is written in the file: a version may look like a number, but 1.10 is not 1.1. */
function writtenText(node: unknown): string | null {
  if (!isScalar(node) || node.value === null) return null;
  const text = (node.source ?? JSON.stringify(node.value)).trim();
  return text === "" ? null : text;
}
