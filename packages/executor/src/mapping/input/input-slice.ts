import type { IdentifierType } from "../../identifier-type.js";
import type { RawInput } from "./mapping-input.js";
import type { InputEntry } from "./input-entry.js";
import { readInput } from "./read-input.js";

/** Inputs that are worked off together: normalised, and each identifier once. */
export class InputSlice {
  /** Distinct, in the order of their first occurrence. */
  readonly entries: readonly InputEntry[];
  /** Of each raw input, its entry. */
  readonly entryOf: readonly InputEntry[];

  constructor(
    readonly raws: readonly RawInput[],
    type: IdentifierType,
    secondaryTypes: readonly IdentifierType[],
  ) {
    const entries = new Map<string, InputEntry>();
    this.entryOf = raws.map((raw) => {
      const entry = readInput(raw, type, secondaryTypes);
      // An input that is none never shares an entry with an identifier, though their texts be equal.
      const key = `${entry.identifier === null ? "-" : "+"}${entry.sourceId}`;
      const known = entries.get(key);
      if (!known) {
        entries.set(key, entry);
        return entry;
      }
      for (const rawId of entry.rawIds) known.rawIds.add(rawId);
      for (const [other, ids] of entry.secondary) {
        const knownIds = known.secondary.get(other);
        if (knownIds === undefined) known.secondary.set(other, ids);
        else for (const id of ids) knownIds.add(id);
      }
      known.occurrences++;
      return known;
    });
    this.entries = [...entries.values()];
  }
}
