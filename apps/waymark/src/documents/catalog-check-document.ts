import type { CatalogProblem, ResourceReport } from "@waymark/executor";
import type { Relation } from "@waymark/trace-core";

/** What `waymark catalog check --json` prints. */
export interface CatalogCheckDocument {
  readonly file: string;
  readonly isValid: boolean;
  /** All problems, each with its place; empty for a valid catalog. */
  readonly problems: readonly CatalogProblem[];
  /** Null if the catalog is not valid. */
  readonly catalog: CheckedCatalog | null;
  /** With `--from` and `--to`: the paths of a run, in the order in which they are tried. Otherwise null. */
  readonly routes: readonly CheckedPath[] | null;
}

export interface CheckedCatalog {
  /** SHA-256 of everything that was declared and loaded. */
  readonly fingerprint: string;
  readonly types: readonly string[];
  /** The contents of each table. */
  readonly tables: readonly ResourceReport[];
  /** Resources that are queried rather than loaded. */
  readonly services: readonly string[];
  /** As declared. */
  readonly paths: readonly CheckedPath[];
  readonly overrides: number;
  readonly warnings: readonly string[];
}

export interface CheckedPath {
  readonly id: string;
  /** 0 is the best. */
  readonly priority: number;
  readonly isDiscovered: boolean;
  readonly steps: readonly {
    readonly resource: string;
    readonly map: string;
    readonly direction: "forward" | "reverse";
    readonly relation: Relation;
    /** Input type of the step. */
    readonly from: string;
    readonly to: string;
  }[];
}
