import type { IdentifierType } from "../../identifier-type.js";
import type { SssomResource } from "../../resources/sssom/sssom-resource.js";
import type { TableResource } from "../../resources/table-resource.js";
import type { ResourceReport } from "../catalog-report.js";
import type { PrimaryColumn } from "./table-reader.js";

export interface LoadResourceOptions {
  readonly types: ReadonlyMap<string, IdentifierType>;
  /** Path of the table. */
  readonly path: string;
  readonly primaries: readonly PrimaryColumn[];
  /** Whether the catalog is known to be invalid, so that only the names of columns are checked. */
  readonly isHeaderOnly: boolean;
}

export interface LoadedResource {
  readonly resource: TableResource | SssomResource;
  readonly report: ResourceReport;
  /** Successors by withdrawn identifier, if the resource is a history. */
  readonly successors: ReadonlyMap<string, readonly string[]>;
  /** By type: the identifiers in its primary column, which are the current ones. */
  readonly current: ReadonlyMap<string, ReadonlySet<string>>;
  /** Findings that do not prevent the catalog from being used. */
  readonly warnings: readonly string[];
}
