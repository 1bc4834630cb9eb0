import type { IdentifierType } from "../../identifier-type.js";
import type { RawInput } from "./mapping-input.js";
import type { InputEntry } from "./input-entry.js";
import { readInput } from "./read-input.js";

/** Inputs that are processed together: normalised, and each identifier once. */
export class InputSlice {
  /** Distinct, in the order of their first occurrence. */
  readonly entries: readonly InputEntry[];
  /** The entry of each raw input. */
  readonly entryOf: readonly InputEntry[];

  constructor(
    readonly raws: readonly RawInput[],
    type: IdentifierType,
    secondaryTypes: readonly IdentifierType[],
  ) {
    const entries: InputEntry[] = [];
    // An input that is not an identifier never shares an entry with an identifier, even if their texts are equal.
    const identifiers = new Map<string, InputEntry>();
    const invalid = new Map<string, InputEntry>();
    this.entryOf = raws.map((raw) => {
      const entry = readInput(raw, type, secondaryTypes);
      const alike = entry.identifier === null ? invalid : identifiers;
      const known = alike.get(entry.sourceId);
      if (!known) {
        alike.set(entry.sourceId, entry);
        entries.push(entry);
        return entry;
      }
      unite(known, entry);
      return known;
    });
    this.entries = entries;
  }
}

function unite(known: InputEntry, other: InputEntry): void {
  for (const rawId of other.rawIds) known.rawIds.add(rawId);
  if (other.secondary.size > 0) {
    const secondary = new Map(known.secondary);
    for (const [type, ids] of other.secondary)
      secondary.set(type, new Set([...(secondary.get(type) ?? []), ...ids]));
    known.secondary = secondary;
  }
  known.occurrences++;
}
