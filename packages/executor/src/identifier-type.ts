/** How identifiers of a type are written, and how raw ones become the ones that are looked up. */
export interface IdentifierType {
  readonly name: string;
  /** Plain JSON of the declared rules: part of the plan's fingerprint. */
  readonly definition: unknown;
  /**
   * The normalised identifier, or why the raw text is not one. Applied to inputs and to tables alike. Case folding is
   * not applied here: it is a last resort of the look-up (see `foldCase`).
   */
  normalise(raw: string): NormalisedIdentifier;
  /**
   * Whether an identifier that no rank knows as written may be looked up without regard to case, and labelled
   * accordingly.
   */
  readonly foldCase: boolean;
}

export type NormalisedIdentifier =
  | { readonly isValid: true; readonly identifier: string; readonly rulesApplied: readonly string[] }
  | { readonly isValid: false; readonly reason: string };
