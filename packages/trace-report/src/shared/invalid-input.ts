import { escapeRawId, isInvalidSourceId, type IdentifierOutcome } from "@waymark/trace-core";

/** What a trace keeps of a refused input. */
type RefusedInput = Pick<IdentifierOutcome, "sourceType" | "sourceId" | "rawIds">;

/** An escaped NUL: an even number of backslashes before it are part of the text. */
const NUL = /(?<!\\)(?:\\\\)*\\u0000/;
/** Only unpaired surrogates are escaped. */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f][\da-f]{2}/i;

/**
 * An identifier in readable form. The trace knows an input that cannot be an identifier only by a hash (see
 * `invalidSourceId`); it is shown as it came in, escaped and in quotation marks.
 */
export function shownIdentifier({ sourceId, rawIds }: Pick<RefusedInput, "sourceId" | "rawIds">): string {
  const [raw] = rawIds;
  if (raw === undefined || !isInvalidSourceId(sourceId)) return sourceId;
  return `"${isBlank(raw) ? escapeRawId(raw) : raw}"`;
}

/** Why an input is not an identifier of its type, in the words of the run, as far as the kept part shows. */
export function invalidReason({ sourceType, sourceId, rawIds }: RefusedInput): string {
  const [raw] = rawIds;
  const unfit = `it does not fit ${sourceType}'s pattern or prefix`;
  if (raw === undefined || !isInvalidSourceId(sourceId)) return unfit;
  if (isBlank(raw)) return "it is empty";
  if (NUL.test(raw)) return "it contains NUL";
  if (LONE_SURROGATE.test(raw)) return "it is not well-formed Unicode";
  // Only the beginning of a long input is kept. Any other input has a hash because it came with secondary identifiers.
  return raw.endsWith("…") ? "it is longer than 512 bytes, or malformed further on" : unfit;
}

/** A blank input, such as a tab, is kept unescaped if it can be stored. */
function isBlank(raw: string): boolean {
  return raw.trim() === "";
}
