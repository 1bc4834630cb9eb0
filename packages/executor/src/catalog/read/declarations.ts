import type { Relation } from "@waymark/trace-core";

import type { CuratedOverride } from "../../curated-override.js";
import type { ResourceAbout } from "../../resource-about.js";
import type { ResilienceOptions } from "../../resources/resilience/resilience-options.js";
import type { Strategy } from "../../strategy/strategy.js";
import type { DeclaredType } from "../../types/declared-type.js";
import type { StepDeclaration } from "../check/resolve-step.js";
import type { CatalogNode } from "./catalog-node.js";
import type { HttpDeclaration } from "./http-declaration.js";
import type { Located } from "./located.js";
import type { EndpointDeclaration } from "./read-endpoints.js";
import type { SssomDeclaration } from "./sssom-declaration.js";

/** A column of a table, with the type of its identifiers. */
export interface ColumnDeclaration {
  readonly type: Located<string>;
  /** Null for a map with ranks: then each rank names its own. */
  readonly column: Located<string> | null;
  /** Further columns with identifiers of the same type. */
  readonly also: readonly Located<string>[];
  /** What separates several identifiers in a cell; null for none. */
  readonly listSeparator: string | null;
}

export interface RankDeclaration {
  readonly name: string | null;
  readonly column: Located<string>;
  readonly also: readonly Located<string>[];
  readonly confidence: number;
  readonly listSeparator: string | null;
  /** The column that says since when the entity has had the label. */
  readonly since: Located<string> | null;
}

export interface MapDeclaration {
  readonly name: string;
  readonly at: CatalogNode;
  readonly sourceType: Located<string>;
  readonly ranks: readonly RankDeclaration[];
  readonly target: ColumnDeclaration & { readonly column: Located<string> };
  readonly relation: Relation;
  readonly confidenceColumn: Located<string> | null;
  /** Marks the preferred one of several targets: by this value in the column or, if it is null, by any value. */
  readonly preferred: { readonly column: Located<string>; readonly value: string | null } | null;
  readonly isReversible: boolean;
}

export interface HistoryDeclaration {
  readonly at: CatalogNode;
  readonly type: Located<string>;
  readonly from: Located<string>;
  readonly to: Located<string>;
  /** What `to` contains if there is no successor; an empty cell means the same. */
  readonly withdrawn: string | null;
  readonly listSeparator: string | null;
  readonly confidence: number;
}

export interface ResourceDeclaration {
  readonly name: string;
  readonly at: CatalogNode;
  readonly file: Located<string>;
  readonly format: "tsv" | "csv";
  readonly isGzipped: boolean;
  readonly release: string | null;
  readonly comment: string | null;
  readonly quote: string | null;
  readonly maps: readonly MapDeclaration[];
  readonly history: HistoryDeclaration | null;
  readonly about: ResourceAbout;
  /** Present if the file is a mapping set in SSSOM. */
  readonly sssom?: SssomDeclaration;
  /** Present if its look-ups have time-outs, retries and the like. */
  readonly resilience?: ResilienceOptions;
}

export interface TypeDeclaration {
  /** The species whose entities the type names; null if it is not limited to one. */
  readonly taxon: string | null;
  readonly type: DeclaredType;
  readonly at: CatalogNode;
  /** The resource and the column whose identifiers are the current ones. */
  readonly primary: (Located<string> & { readonly resource: string; readonly column: string }) | null;
}

export interface StepDeclarationAt extends StepDeclaration {
  readonly at: CatalogNode;
}

export interface PathDeclarationAt {
  readonly name: string;
  readonly at: CatalogNode;
  readonly priority: number;
  readonly steps: readonly StepDeclarationAt[];
}

/** What a catalog declares, before the parts are checked against one another. */
export interface Declarations {
  readonly types: readonly TypeDeclaration[];
  readonly resources: readonly ResourceDeclaration[];
  readonly services: readonly HttpDeclaration[];
  readonly endpoints: readonly EndpointDeclaration[];
  readonly strategies: readonly Strategy[];
  readonly overrides: readonly CuratedOverride[];
  readonly paths: readonly PathDeclarationAt[];
}
