import type { MappingPathExecutionLog, MappingSession, SessionResource } from "@waymark/trace-core";

import { standardFacet, type Facets } from "./facets.js";

export interface Dataset {
  readonly namespace: string;
  readonly name: string;
  readonly facets?: Facets;
  readonly inputFacets?: Facets;
  readonly outputFacets?: Facets;
}

/** A resource of which at least the name is known. */
export type KnownResource = Pick<SessionResource, "name" | "release" | "contentHash"> &
  Partial<SessionResource>;

/** A resource in one release. */
export function resourceDataset(namespace: string, resource: KnownResource): Dataset {
  const {
    name,
    release,
    contentHash,
    title = null,
    homepage = null,
    license = null,
    citation = null,
  } = resource;
  const version = release ?? contentHash;
  const description = [title, citation].filter((it) => it !== null).join(". ");
  const page = homepage !== null && URL.canParse(homepage) ? new URL(homepage).href : null;
  return {
    namespace,
    name,
    facets: {
      ...standardFacet("version", version === null ? null : { datasetVersion: version }),
      ...standardFacet("documentation", description === "" ? null : { description }),
      ...standardFacet("dataSource", page === null ? null : { name: title ?? name, uri: page }),
      // Identifies the same bytes under any name.
      ...standardFacet(
        "symlinks",
        contentHash === null
          ? null
          : { identifiers: [{ namespace: "urn:hash:sha256", name: contentHash, type: "FILE" }] },
      ),
      ...standardFacet(
        "datasetTags",
        license === null ? null : { tags: [{ key: "license", value: license, source: "WAYMARK" }] },
      ),
    },
  };
}

/** The input identifiers of an endpoint. */
export function endpointDataset(namespace: string, name: string, inputCount: number | null): Dataset {
  const inputFacets = standardFacet("inputStatistics", inputCount === null ? null : { rowCount: inputCount });
  return { namespace, name, inputFacets };
}

/** The resources that the steps of a path execution used. */
export function stepResources({ steps }: MappingPathExecutionLog): KnownResource[] {
  const resources = new Map(
    steps.map(({ resource: name, release, contentHash }) => [name, { name, release, contentHash }]),
  );
  return [...resources.values()];
}

const FIELDS = [
  { name: "source_id", type: "string", description: "The identifier that was mapped, normalised" },
  { name: "target_id", type: "string", description: "What it is mapped to; none where it is not" },
  { name: "confidence", type: "number", description: "From 0 to 1" },
  { name: "hop_count", type: "integer", description: "How many steps led there" },
  { name: "path_id", type: "string", description: "The path of the best branch" },
  { name: "outcome", type: "string", description: "Whether it was mapped, and why not" },
].map((it, i) => ({ ...it, ordinal_position: i + 1 }));

/**
 * The mappings that a session found: one dataset for each target endpoint or, without one, each pair of types; one
 * version of it for each session.
 */
export function mappingSetDataset(
  namespace: string,
  session: MappingSession,
  counts: { readonly inputCount: number | null; readonly resultCount: number | null },
): Dataset {
  const { id, sourceType, targetType } = session;
  const { inputCount, resultCount } = counts;
  const isCounted = inputCount !== null && resultCount !== null;
  return {
    namespace,
    name: session.targetEndpoint ?? `${sourceType}_to_${targetType}.mappings`,
    facets: {
      ...standardFacet("version", { datasetVersion: id }),
      ...standardFacet("documentation", { description: `Mappings of ${sourceType} to ${targetType}` }),
      ...standardFacet("schema", { fields: FIELDS }),
      ...standardFacet("lifecycleStateChange", { lifecycleStateChange: "CREATE" }),
      ...standardFacet(
        "dataQualityMetrics",
        isCounted
          ? {
              rowCount: inputCount,
              columnMetrics: {
                target_id: { count: resultCount, nullCount: Math.max(inputCount - resultCount, 0) },
              },
            }
          : null,
      ),
    },
    outputFacets: standardFacet("outputStatistics", resultCount === null ? null : { rowCount: resultCount }),
  };
}
