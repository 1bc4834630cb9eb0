import type { Failure } from "@waymark/trace-core";

import { standardFacet, type Facets } from "./facets.js";
import type { OpenLineageOptions } from "./openlineage-options.js";

export type Parent = NonNullable<OpenLineageOptions["parentRun"]>;

export function times(startedAt: Date, endedAt: Date | null): Facets {
  return standardFacet("nominalTime", {
    nominalStartTime: startedAt.toISOString(),
    ...(endedAt === null ? {} : { nominalEndTime: endedAt.toISOString() }),
  });
}

export function parentFacet({ runId, jobNamespace, jobName }: Parent, root?: Parent): Facets {
  return standardFacet("parent", {
    run: { runId },
    job: { namespace: jobNamespace, name: jobName },
    ...(root === undefined
      ? {}
      : { root: { run: { runId: root.runId }, job: { namespace: root.jobNamespace, name: root.jobName } } }),
  });
}

export function jobType(kind: string): Facets {
  return standardFacet("jobType", { processingType: "BATCH", integration: "WAYMARK", jobType: kind });
}

export function description(text: string): Facets {
  return standardFacet("jobDocumentation", { description: text });
}

export function errorFacet(error: Failure | null): Facets {
  const message =
    error === null ? null : { message: `${error.code}: ${error.message}`, programmingLanguage: "JavaScript" };
  return standardFacet("errorMessage", message);
}
