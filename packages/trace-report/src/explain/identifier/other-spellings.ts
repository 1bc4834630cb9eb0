import { invalidSourceId, isStorableIdentifier } from "@waymark/trace-core";

/**
 * What a text may have been normalised to, most likely first: the declared rules of types are not in the trace, but what
 * they do is known: trim, take a prefix off or put one on, take a version or isoform off, fold case.
 */
export function otherSpellings(text: string, type?: string): string[] {
  const trimmed = text.trim().replace(/^(["'])(.*)\1$/u, "$2");
  const bare = trimmed.replace(/^[A-Za-z][\w.]*:/u, "");
  const unversioned = [trimmed, bare].flatMap((it) => [it.replace(/\.\d+$/u, ""), it.replace(/-\d+$/u, "")]);
  // HGNC_ID: HGNC:651
  const prefixed = type === undefined ? [] : [`${type.split("_")[0] ?? ""}:${bare}`, `${type}:${bare}`];
  const plain = [trimmed, bare, ...unversioned, ...prefixed];
  const spellings = [
    ...plain,
    ...plain.map((it) => it.toUpperCase()),
    ...plain.map((it) => it.toLowerCase()),
    invalidSourceId(text),
  ];
  return [...new Set(spellings)].filter((it) => it !== text && isStorableIdentifier(it));
}
