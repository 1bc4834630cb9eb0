import type { StepDirection } from "@waymark/trace-core";

import type { CuratedOverride } from "./curated-override.js";
import type { Endpoint } from "./endpoint.js";
import type { IdentifierHistory } from "./identifier-history.js";
import type { IdentifierType } from "./identifier-type.js";
import type { Resource, ResourceMap } from "./resource.js";
import type { Strategy } from "./strategy/strategy.js";

/** One use of one map of a resource. */
export interface Step {
  readonly resource: Resource;
  readonly map: ResourceMap;
  readonly direction: StepDirection;
}

/** A declared or discovered route from a source type to a target type. */
export interface MappingPath {
  /** Name of a declared path; for a discovered one, its steps joined by `>`. */
  readonly id: string;
  /** 0 is the best. */
  readonly priority: number;
  /** At least one; each starts from the type at which the one before ends. */
  readonly steps: readonly Step[];
  readonly isDiscovered: boolean;
}

/** What is declared: types, resources, histories and paths, loaded and checked. */
export interface Catalog {
  /** SHA-256 of everything that was declared and of the loaded data, lower-case hex. */
  readonly fingerprint: string;
  readonly types: ReadonlyMap<string, IdentifierType>;
  readonly resources: ReadonlyMap<string, Resource>;
  /** By type name; a type without one is absent. */
  readonly histories: ReadonlyMap<string, IdentifierHistory>;
  /** By name. Default none. */
  readonly endpoints?: ReadonlyMap<string, Endpoint>;
  /** By name. Default none. */
  readonly strategies?: ReadonlyMap<string, Strategy>;
  /** Decisions made by hand. Default none. */
  readonly overrides?: readonly CuratedOverride[];
  /** By priority, then in the order of declaration. */
  readonly paths: readonly MappingPath[];
}
