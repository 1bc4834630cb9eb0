/** An identifier, with other identifiers of its row. */
export interface MappingInput {
  readonly identifier: string;
  /**
   * Identifiers of the same entity in other types, by type. They are tried if the identifier itself leads nowhere, see
   * `MappingRequest.secondaryTypes`; types not listed there are ignored.
   */
  readonly secondary?: Readonly<Record<string, string | readonly string[]>>;
}

/** An input before normalisation. */
export type RawInput = string | MappingInput;

export function rawIdentifier(input: RawInput): string {
  return typeof input === "string" ? input : input.identifier;
}
