import type { IdentifierType } from "../../identifier-type.js";
import type { SssomResource } from "../../resources/sssom/sssom-resource.js";
import type { TableResource } from "../../resources/table-resource.js";
import type { ResourceReport } from "../catalog-report.js";
import type { PrimaryColumn } from "./table-reader.js";

export interface LoadResourceOptions {
  readonly types: ReadonlyMap<string, IdentifierType>;
  /** Where the table lies. */
  readonly path: string;
  readonly primaries: readonly PrimaryColumn[];
  /** Whether the catalog is known to be invalid, so that only the names of columns are checked. */
  readonly isHeaderOnly: boolean;
}

export interface LoadedResource {
  readonly resource: TableResource | SssomResource;
  readonly report: ResourceReport;
  /** Successors by withdrawn identifier, where the resource is a history. */
  readonly successors: ReadonlyMap<string, readonly string[]>;
  /** By type: the identifiers that its primary column calls current. */
  readonly current: ReadonlyMap<string, ReadonlySet<string>>;
  /** What is worth knowing and does not stand in the way. */
  readonly warnings: readonly string[];
}
