/** A named data set: its primary type and, in order of preference, the further types that its rows have. */
export interface Endpoint {
  readonly name: string;
  /** At least one. */
  readonly types: readonly string[];
  /** Version or date of its data. Default null. */
  readonly release?: string | null;
  /** Whether it has a normalised identifier of its primary type; undefined when it was declared without data. */
  readonly has?: ((identifier: string) => boolean) | undefined;
}
