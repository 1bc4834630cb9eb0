import { escapeRawId, invalidSourceId } from "@waymark/trace-core";

import type { IdentifierType } from "../../identifier-type.js";
import { isStorableIdentifier } from "../path/is-storable-identifier.js";
import type { InputEntry } from "./input-entry.js";

/**
 * Normalises one raw input. An input that the type refuses is kept under its own text where a trace can hold it, so that
 * it can be found there; one that cannot be an identifier at all (empty, longer than 512 bytes, malformed) under
 * `invalidSourceId`.
 */
export function readInput(raw: string, type: IdentifierType): InputEntry {
  const normalised = type.normalise(raw);
  const rawIds = new Set([isStorableIdentifier(raw) ? raw : escapeRawId(raw)]);
  if (normalised.isValid && isStorableIdentifier(normalised.identifier)) {
    const { identifier } = normalised;
    return { sourceId: identifier, identifier, invalidReason: null, rawIds, occurrences: 1 };
  }
  const canBeStored = isStorableIdentifier(raw) && raw.trim() !== "";
  return {
    sourceId: canBeStored ? raw : invalidSourceId(raw),
    identifier: null,
    invalidReason: normalised.isValid ? "is not 1 to 512 bytes of well-formed text" : normalised.reason,
    rawIds,
    occurrences: 1,
  };
}
