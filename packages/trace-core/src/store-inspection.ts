/** The state of a store, for diagnosis. */
export interface StoreInspection {
  /** The usual name of what stores the records, such as `PostgreSQL` or `memory`. */
  readonly product: string;
  /** The version that the product reports; null if it has none. */
  readonly version: string | null;
  readonly schema: SchemaSteps;
  /** All indexes that look-ups need; empty if the store has none. */
  readonly indexes: readonly StoreIndex[];
  /** Time for one round trip to the database, in ms. */
  readonly latencyMs: number;
  /** The store's clock minus that of this process, in ms; accurate to about half of `latencyMs`. */
  readonly clockOffsetMs: number;
  /** Size of the records and indexes, in bytes; null if the store cannot tell. */
  readonly sizeBytes: number | null;
}

/** Names of the steps that create the schema, oldest first. */
export interface SchemaSteps {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

export interface StoreIndex {
  readonly name: string;
  /** The table or collection. */
  readonly of: string;
  /** `unusable`: exists, but is not completely built, or does not cover the right fields. */
  readonly state: "ready" | "missing" | "unusable";
}
