import { WaymarkError } from "@waymark/trace-core";

/** Code `resource-timed-out`: one attempt of a request to a resource was not answered in time. */
export class ResourceTimedOutError extends WaymarkError {
  static readonly code = "resource-timed-out";

  constructor(resource: string, timeoutMs: number) {
    super(`Resource ${resource}: a request was not answered within ${String(timeoutMs)} ms`, {
      code: ResourceTimedOutError.code,
      details: { resource, timeoutMs },
    });
  }
}
