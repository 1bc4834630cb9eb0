import type { IdentifierType } from "@waymark/executor";

/** Whether any text of a column is an identifier of the type that it was said to be of. */
export class TypeFit {
  /** Texts that are not empty. */
  count = 0;
  /** The first of them, and why it is none; null as long as none was looked at. */
  first: { readonly text: string; readonly reason: string } | null = null;
  private fits = false;

  constructor(readonly type: IdentifierType) {}

  /** Whether there were some, and none is. */
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
