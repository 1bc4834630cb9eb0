import { escapeRawId, isInvalidSourceId, type IdentifierOutcome } from "@waymark/trace-core";

/** What is kept of an input that was refused. */
type RefusedInput = Pick<IdentifierOutcome, "sourceType" | "sourceId" | "rawIds">;

/** What NUL is escaped as; an even number of backslashes before it are ones of the text. */
const NUL = /(?<!\\)(?:\\\\)*\\u0000/;
/** Only such surrogates are escaped as have no partner. */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f][\da-f]{2}/i;

/**
 * An identifier as a person may read it: what no identifier can be (see `invalidSourceId`) is known to a trace by a hash only, and
 * is shown as it came in, escaped and in quotation marks.
 */
export function shownIdentifier({ sourceId, rawIds }: Pick<RefusedInput, "sourceId" | "rawIds">): string {
  const [raw] = rawIds;
  if (raw === undefined || !isInvalidSourceId(sourceId)) return sourceId;
  return `"${isBlank(raw) ? escapeRawId(raw) : raw}"`;
}

/** Why an input is no identifier of its type, in the words of the run: as far as what is kept of it tells. */
export function invalidReason({ sourceType, sourceId, rawIds }: RefusedInput): string {
  const [raw] = rawIds;
  const unfit = `it does not fit ${sourceType}'s pattern or prefix`;
  if (raw === undefined || !isInvalidSourceId(sourceId)) return unfit;
  if (isBlank(raw)) return "it is empty";
  if (NUL.test(raw)) return "it contains NUL";
  if (LONE_SURROGATE.test(raw)) return "it is not well-formed Unicode";
  // Of what is long, only the beginning is kept; all else has its hash for the secondary identifiers beside it.
  return raw.endsWith("…") ? "it is longer than 512 bytes, or malformed further on" : unfit;
}

/** Only such are kept as they came in, of those that are known by their hash alone. */
function isBlank(raw: string): boolean {
  return raw.trim() === "";
}
