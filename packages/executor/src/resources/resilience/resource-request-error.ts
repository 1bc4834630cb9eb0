import { WaymarkError } from "@waymark/trace-core";

export interface ResourceRequestErrorOptions {
  /** The HTTP status of the answer. Default null, for no answer. */
  readonly status?: number | null;
  /** Whether a retry may succeed. Default false. */
  readonly isTransient?: boolean;
  /** How long the service asks to wait. Default null. */
  readonly retryAfterMs?: number | null;
}

/** Code `resource-request-failed`: a request to a resource failed, or its answer makes no sense. */
export class ResourceRequestError extends WaymarkError {
  static readonly code = "resource-request-failed";

  readonly status: number | null;
  readonly isTransient: boolean;
  readonly retryAfterMs: number | null;

  /** @param what what happened, without quoting the service, which may echo secrets */
  constructor(resource: string, what: string, options: ResourceRequestErrorOptions = {}) {
    const { status = null, isTransient = false, retryAfterMs = null } = options;
    super(`Resource ${resource}: ${what}`, {
      code: ResourceRequestError.code,
      details: { resource, status, isTransient },
    });
    this.status = status;
    this.isTransient = isTransient;
    this.retryAfterMs = retryAfterMs;
  }
}
