/** How a store is, for who has to find out what is wrong with it. */
export interface StoreInspection {
  /** What keeps the records, as people call it: `PostgreSQL`, `memory`. */
  readonly product: string;
  /** Of the product, as it says itself; null where there is none. */
  readonly version: string | null;
  readonly schema: SchemaSteps;
  /** All that the look-ups rest on; empty where there are none. */
  readonly indexes: readonly StoreIndex[];
  /** One question to the database and back, in ms. */
  readonly latencyMs: number;
  /** The store's clock less this process's, in ms; known to about half of `latencyMs`. */
  readonly clockOffsetMs: number;
  /** What records and indexes take up, in bytes; null when the store cannot tell. */
  readonly sizeBytes: number | null;
}

/** Names of the steps that make the schema, oldest first. */
export interface SchemaSteps {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

export interface StoreIndex {
  readonly name: string;
  /** The table or collection. */
  readonly of: string;
  /** `unusable`: there, but not built to its end, or not over what it should be. */
  readonly state: "ready" | "missing" | "unusable";
}
