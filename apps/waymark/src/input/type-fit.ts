import type { IdentifierType } from "@waymark/executor";

/** Checks whether any text of a column is an identifier of the declared type. */
export class TypeFit {
  /** Number of non-empty texts, until one fits. */
  count = 0;
  /** The first text that does not fit, and why; null if there is none. */
  first: { readonly text: string; readonly reason: string } | null = null;
  private fits = false;

  constructor(readonly type: IdentifierType) {}

  /** Whether there are texts, but none fits. */
  get isNone(): boolean {
    return !this.fits && this.first !== null;
  }

  add(text: string): void {
    if (this.fits || text.trim() === "") return;
    this.count += 1;
    const normalised = this.type.normalise(text);
    if (normalised.isValid) this.fits = true;
    else this.first ??= { text, reason: normalised.reason };
  }
}
