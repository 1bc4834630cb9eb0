import { compareBytes, escapeRawId, invalidSourceId, isStorableIdentifier } from "@waymark/trace-core";

import type { IdentifierType, NormalisedIdentifier } from "../../identifier-type.js";
import { rawIdentifier, type RawInput } from "./mapping-input.js";
import type { InputEntry } from "./input-entry.js";

/**
 * Normalises one raw input. An input that the type refuses keeps its own text as its id, so that it can be found in the
 * trace. If it cannot be an identifier at all (empty, longer than 512 bytes, malformed), its id is an
 * `invalidSourceId`. A refused input with secondary identifiers has an `invalidSourceId` made from its text and all of
 * them: all empty cells of a column are alike, but the answer that one row gets from its secondary identifiers must not
 * become that of another row.
 */
export function readInput(
  input: RawInput,
  type: IdentifierType,
  secondaryTypes: readonly IdentifierType[] = [],
): InputEntry {
  const raw = rawIdentifier(input);
  const secondary = secondaryOf(input, secondaryTypes);
  const normalised = type.normalise(raw);
  const rawIds = new Set([isStorableIdentifier(raw) ? raw : escapeRawId(raw)]);
  if (normalised.isValid && isStorableIdentifier(normalised.identifier)) {
    const { identifier } = normalised;
    return { sourceId: identifier, identifier, invalidReason: null, rawIds, secondary, occurrences: 1 };
  }
  return {
    sourceId: refusedId(raw, secondary),
    identifier: null,
    invalidReason: reasonOf(normalised),
    rawIds,
    secondary,
    occurrences: 1,
  };
}

function refusedId(raw: string, secondary: InputEntry["secondary"]): string {
  if (secondary.size > 0) return invalidSourceId(canonicalRow(raw, secondary));
  return isStorableIdentifier(raw) && raw.trim() !== "" ? raw : invalidSourceId(raw);
}

function reasonOf(normalised: NormalisedIdentifier): string {
  return normalised.isValid ? "is not 1 to 512 bytes of well-formed text" : normalised.reason;
}

/** A text that is the same for equal rows, regardless of the order of their secondary identifiers. */
function canonicalRow(raw: string, secondary: ReadonlyMap<string, ReadonlySet<string>>): string {
  const sorted = [...secondary].map(([type, ids]) => [type, [...ids].sort(compareBytes)] as const);
  return JSON.stringify([raw, sorted.sort(([a], [b]) => compareBytes(a, b))]);
}

const NONE: ReadonlyMap<string, Set<string>> = new Map();

/** Secondary identifiers that their type refuses are ignored, since they are only a fallback. */
function secondaryOf(input: RawInput, types: readonly IdentifierType[]): ReadonlyMap<string, Set<string>> {
  if (typeof input === "string" || input.secondary === undefined) return NONE;
  const secondary = new Map<string, Set<string>>();
  for (const type of types) {
    const given = input.secondary[type.name] ?? [];
    for (const raw of typeof given === "string" ? [given] : given) {
      const normalised = type.normalise(raw);
      if (!normalised.isValid || !isStorableIdentifier(normalised.identifier)) continue;
      const known = secondary.get(type.name);
      if (known === undefined) secondary.set(type.name, new Set([normalised.identifier]));
      else known.add(normalised.identifier);
    }
  }
  return secondary;
}
