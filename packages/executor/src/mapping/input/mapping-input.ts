/** An identifier with what else is known of its row. */
export interface MappingInput {
  readonly identifier: string;
  /**
   * Identifiers of the same entity in other types, by type: they are tried when the identifier itself leads nowhere, see
   * `MappingRequest.secondaryTypes`. Those of other types are left aside.
   */
  readonly secondary?: Readonly<Record<string, string | readonly string[]>>;
}

/** An input as it comes. */
export type RawInput = string | MappingInput;

export function rawIdentifier(input: RawInput): string {
  return typeof input === "string" ? input : input.identifier;
}
