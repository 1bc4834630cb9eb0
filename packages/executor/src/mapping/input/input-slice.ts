import type { IdentifierType } from "../../identifier-type.js";
import type { InputEntry } from "./input-entry.js";
import { readInput } from "./read-input.js";

/** Inputs that are worked off together: normalised, and each identifier once. */
export class InputSlice {
  /** Distinct, in the order of their first occurrence. */
  readonly entries: readonly InputEntry[];
  /** Of each raw input, its entry. */
  readonly entryOf: readonly InputEntry[];

  constructor(
    readonly raws: readonly string[],
    type: IdentifierType,
  ) {
    const entries = new Map<string, InputEntry>();
    this.entryOf = raws.map((raw) => {
      const entry = readInput(raw, type);
      // An input that is none never shares an entry with an identifier, though their texts be equal.
      const key = `${entry.identifier === null ? "-" : "+"}${entry.sourceId}`;
      const known = entries.get(key);
      if (!known) {
        entries.set(key, entry);
        return entry;
      }
      for (const rawId of entry.rawIds) known.rawIds.add(rawId);
      known.occurrences++;
      return known;
    });
    this.entries = [...entries.values()];
  }
}
