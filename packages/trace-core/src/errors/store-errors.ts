import type { JsonObject } from "../records/json.js";
import { WaymarkError } from "./waymark-error.js";

/** Code `store-closed`: a store or a logger was used after its `close()`. */
export class StoreClosedError extends WaymarkError {
  static readonly code = "store-closed";

  constructor(closed: "store" | "logger" = "store") {
    super(`The trace ${closed} is closed`, { code: StoreClosedError.code });
  }
}

export interface CacheTransactionErrorDetails {
  /** How many times the unit of work was tried. */
  readonly attempts: number;
  /**
   * `rolled-back`: nothing was written. `unknown`: the connection was lost during the commit, and could not be
   * restored.
   */
  readonly commit: "rolled-back" | "unknown";
}

/** Code `cache-transaction`: a write failed permanently. Writing the same batch again is always safe. */
export class CacheTransactionError extends WaymarkError {
  static readonly code = "cache-transaction";

  constructor(message: string, details: CacheTransactionErrorDetails & JsonObject, cause?: unknown) {
    super(message, { code: CacheTransactionError.code, details, cause });
  }

  get attempts(): number {
    return this.details.attempts as number;
  }
}

/** Code `cache-retrieval`: the database could not answer a look-up. */
export class CacheRetrievalError extends WaymarkError {
  static readonly code = "cache-retrieval";

  constructor(message: string, details: JsonObject, cause?: unknown) {
    super(message, { code: CacheRetrievalError.code, details, cause });
  }
}

/** Code `store-open`: the store could not be opened; the message says what is wrong. */
export class StoreOpenError extends WaymarkError {
  static readonly code = "store-open";

  constructor(message: string, details: JsonObject = {}, cause?: unknown) {
    super(message, { code: StoreOpenError.code, details, cause });
  }
}

/**
 * Code `schema-version`: the schema is newer than this program, or is older and may not be changed. If it is older,
 * `details` holds the `pending` steps, and `isEmpty`: whether the database has no schema yet.
 */
export class SchemaVersionError extends WaymarkError {
  static readonly code = "schema-version";

  constructor(message: string, details: JsonObject = {}) {
    super(message, { code: SchemaVersionError.code, details });
  }
}

/** Code `invalid-query`: an argument is invalid, or a cursor belongs to another list. */
export class InvalidQueryError extends WaymarkError {
  static readonly code = "invalid-query";

  constructor(message: string, details: JsonObject = {}) {
    super(message, { code: InvalidQueryError.code, details });
  }
}
