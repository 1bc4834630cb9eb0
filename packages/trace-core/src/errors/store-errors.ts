import type { JsonObject } from "../records/json.js";
import { WaymarkError } from "./waymark-error.js";

/** Code `store-closed`: a store, or a logger, was used after its `close()`. */
export class StoreClosedError extends WaymarkError {
  static readonly code = "store-closed";

  constructor(closed: "store" | "logger" = "store") {
    super(`The trace ${closed} is closed`, { code: StoreClosedError.code });
  }
}

export interface CacheTransactionErrorDetails {
  /** How often the unit of work was tried. */
  readonly attempts: number;
  /** `rolled-back`: nothing was written. `unknown`: the connection went while committing, and could not be had again. */
  readonly commit: "rolled-back" | "unknown";
}

/** Code `cache-transaction`: the database refused a write for good. Writing the same batch again is always safe. */
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

/** Code `store-open`: the store could not be opened; the message says what to do. */
export class StoreOpenError extends WaymarkError {
  static readonly code = "store-open";

  constructor(message: string, details: JsonObject = {}, cause?: unknown) {
    super(message, { code: StoreOpenError.code, details, cause });
  }
}

/**
 * Code `schema-version`: the database is older (and may not be changed) or newer than this program. Of an older one `details`
 * hold what is `pending`, and whether it `isEmpty`: nothing was made there yet.
 */
export class SchemaVersionError extends WaymarkError {
  static readonly code = "schema-version";

  constructor(message: string, details: JsonObject = {}) {
    super(message, { code: SchemaVersionError.code, details });
  }
}

/** Code `invalid-query`: an argument of a look-up is out of its bounds, or a cursor is not one of this list's. */
export class InvalidQueryError extends WaymarkError {
  static readonly code = "invalid-query";

  constructor(message: string, details: JsonObject = {}) {
    super(message, { code: InvalidQueryError.code, details });
  }
}
