import type { IdentifierType } from "@waymark/executor";

import type { InputRow } from "./input-layout.js";

/** Maximum number of identifiers whose secondary identifiers are remembered. */
const MAX_KNOWN = 100_000;

/**
 * Identifiers that occur in several rows with different secondary identifiers. Each identifier is mapped once, so the
 * secondary identifiers of all its rows are tried together. Only looks at the first 100,000 identifiers.
 */
export class DisagreeingRows {
  count = 0;
  first: InputRow | null = null;
  /** The secondary identifiers of each identifier; null once they are known to differ. */
  private readonly beside = new Map<string, string | null>();

  /** @param type type of the identifiers; undefined if it is not known yet */
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

  /** Null for an invalid identifier: such rows are distinguished by their secondary identifiers. */
  private identifierOf(raw: string): string | null {
    const normalised = this.type?.normalise(raw);
    if (normalised === undefined) return raw.trim() || null;
    return normalised.isValid ? normalised.identifier : null;
  }
}
