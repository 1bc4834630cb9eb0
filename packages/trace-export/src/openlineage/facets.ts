import { PACKAGE_FILES, PACKAGE_PAGE, PACKAGE_VERSION } from "../package-page.js";

/** The producer of the events: this version of this package. */
export const PRODUCER = `${PACKAGE_PAGE}/v/${PACKAGE_VERSION}`;

/** The standard facets that we write, with the name and the version of their schemas. */
const STANDARD = {
  nominalTime: ["NominalTimeRunFacet", "1-0-1"],
  processing_engine: ["ProcessingEngineRunFacet", "1-1-1"],
  errorMessage: ["ErrorMessageRunFacet", "1-0-1"],
  parent: ["ParentRunFacet", "1-2-0"],
  executionParameters: ["ExecutionParametersRunFacet", "1-0-0"],
  runTags: ["TagsRunFacet", "1-0-0"],
  jobType: ["JobTypeJobFacet", "2-0-4"],
  jobDocumentation: ["DocumentationJobFacet", "1-1-0"],
  version: ["DatasetVersionDatasetFacet", "1-0-1"],
  documentation: ["DocumentationDatasetFacet", "1-1-0"],
  dataSource: ["DatasourceDatasetFacet", "1-0-1"],
  symlinks: ["SymlinksDatasetFacet", "1-0-1"],
  datasetTags: ["TagsDatasetFacet", "1-0-0"],
  schema: ["SchemaDatasetFacet", "1-2-0"],
  lifecycleStateChange: ["LifecycleStateChangeDatasetFacet", "1-0-1"],
  dataQualityMetrics: ["DataQualityMetricsDatasetFacet", "1-0-0"],
  inputStatistics: ["InputStatisticsInputDatasetFacet", "1-0-0"],
  outputStatistics: ["OutputStatisticsOutputDatasetFacet", "1-0-2"],
} as const satisfies Readonly<Record<string, readonly [name: string, version: string]>>;

/** Our own facets, whose schemas are part of this package. */
const OWN = {
  waymark_session: "WaymarkSessionRunFacet",
  waymark_pathExecution: "WaymarkPathExecutionRunFacet",
} as const;

export type Facet = Readonly<Record<string, unknown>>;
export type Facets = Readonly<Record<string, Facet>>;

/** Keys of facets whose key is also used for other kinds of objects, with another schema. */
const KEYS: Readonly<Partial<Record<keyof typeof STANDARD, string>>> = {
  runTags: "tags",
  jobDocumentation: "documentation",
  datasetTags: "tags",
};

/** A standard facet under its key; empty if `fields` is null. */
export function standardFacet(facet: keyof typeof STANDARD, fields: Facet | null): Facets {
  if (fields === null) return {};
  const [name, version] = STANDARD[facet];
  const schema = `https://openlineage.io/spec/facets/${version}/${name}.json#/$defs/${name}`;
  return { [KEYS[facet] ?? facet]: { _producer: PRODUCER, _schemaURL: schema, ...fields } };
}

/** One of our own facets under its key. */
export function ownFacet(key: keyof typeof OWN, fields: Facet): Facets {
  const name = OWN[key];
  const schema = `${PACKAGE_FILES}/schemas/${name}.json#/$defs/${name}`;
  return { [key]: { _producer: PRODUCER, _schemaURL: schema, ...fields } };
}
