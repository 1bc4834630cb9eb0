import type { IdentifierType } from "@waymark/executor";

import type { InputRow } from "./input-layout.js";

/** Identifiers whose secondary ones are remembered. */
const MAX_KNOWN = 100_000;

/**
 * Identifiers that several rows name with different secondary identifiers beside them. They are one question each, so what is
 * beside one row is tried for the others, too. Found among the first 100,000 identifiers.
 */
export class DisagreeingRows {
  count = 0;
  first: InputRow | null = null;
  /** By identifier, what stood beside it; null once that is known to differ. */
  private readonly beside = new Map<string, string | null>();

  /** @param type of the identifiers; undefined as long as nobody has said */
  constructor(private readonly type: IdentifierType | undefined) {}

  add(row: InputRow): void {
    const secondary = Object.values(row.secondary).map((it) => it.trim());
    if (secondary.every((it) => it === "")) return;
    const identifier = this.identifierOf(row.identifier);
    if (identifier === null) return;
    const text = JSON.stringify(secondary);
    const known = this.beside.get(identifier);
    if (known === undefined) {
      if (this.beside.size < MAX_KNOWN) this.beside.set(identifier, text);
    } else if (known !== null && known !== text) {
      this.beside.set(identifier, null);
      this.count += 1;
      this.first ??= row;
    }
  }

  /** Null for what is none: such rows are kept apart by what is beside them. */
  private identifierOf(raw: string): string | null {
    const normalised = this.type?.normalise(raw);
    if (normalised === undefined) return raw.trim() || null;
    return normalised.isValid ? normalised.identifier : null;
  }
}
