import { WaymarkError } from "@waymark/trace-core";

/** Code `resource-unavailable`: a resource failed so often that it is not asked for a while. */
export class ResourceUnavailableError extends WaymarkError {
  static readonly code = "resource-unavailable";

  constructor(resource: string, resetAfterMs: number, last: Error | undefined) {
    const because = last === undefined ? "" : ` The last failure: ${last.message}`;
    super(
      `Resource ${resource} failed too often in a row and will not be asked for ${String(resetAfterMs)} ms.${because}`,
      { code: ResourceUnavailableError.code, details: { resource, resetAfterMs }, cause: last },
    );
  }
}
