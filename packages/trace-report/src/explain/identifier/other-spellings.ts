import { invalidSourceId, isStorableIdentifier } from "@waymark/trace-core";

/**
 * What a text may have been normalised to, most likely first. The rules of a type are not in the trace, but the kinds
 * of rules are known: trim, remove or add a prefix, remove a version or isoform suffix, change case.
 */
export function otherSpellings(text: string, type?: string): string[] {
  const trimmed = text.trim().replace(/^(["'])(.*)\1$/u, "$2");
  const bare = trimmed.replace(/^[A-Za-z][\w.]*:/u, "");
  const unversioned = [trimmed, bare].flatMap((it) => [it.replace(/\.\d+$/u, ""), it.replace(/-\d+$/u, "")]);
  // For example, HGNC_ID has ids such as HGNC:651.
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
