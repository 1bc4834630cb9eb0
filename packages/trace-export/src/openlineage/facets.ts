import { PACKAGE_FILES, PACKAGE_PAGE, PACKAGE_VERSION } from "../package-page.js";

/** What made the events: this version of this package. */
export const PRODUCER = `${PACKAGE_PAGE}/v/${PACKAGE_VERSION}`;

/** The facets of the standard that we write, by their keys: name and version of their schemas. */
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

/** Those of our own, whose schemas this package brings. */
const OWN = {
  waymark_session: "WaymarkSessionRunFacet",
  waymark_pathExecution: "WaymarkPathExecutionRunFacet",
} as const;

export type Facet = Readonly<Record<string, unknown>>;
export type Facets = Readonly<Record<string, Facet>>;

/** The same facet for different things has one key and several schemas. */
const KEYS: Readonly<Partial<Record<keyof typeof STANDARD, string>>> = {
  runTags: "tags",
  jobDocumentation: "documentation",
  datasetTags: "tags",
};

/** A facet of the standard below its key; none when there are no fields. */
export function standardFacet(facet: keyof typeof STANDARD, fields: Facet | null): Facets {
  if (fields === null) return {};
  const [name, version] = STANDARD[facet];
  const schema = `https://openlineage.io/spec/facets/${version}/${name}.json#/$defs/${name}`;
  return { [KEYS[facet] ?? facet]: { _producer: PRODUCER, _schemaURL: schema, ...fields } };
}

/** A facet of our own below its key. */
export function ownFacet(key: keyof typeof OWN, fields: Facet): Facets {
  const name = OWN[key];
  const schema = `${PACKAGE_FILES}/schemas/${name}.json#/$defs/${name}`;
  return { [key]: { _producer: PRODUCER, _schemaURL: schema, ...fields } };
}
