import {
  OVERRIDES,
  type JsonValue,
  type LossReason,
  type MappingSessionStatus,
  type ProvenanceHop,
} from "@waymark/trace-core";

import type { ResourceVersion } from "../shared/resource-versions.js";

/** The run that is compared, and the one that it is compared with. */
export type Run = "a" | "b";

/** One value for each run. */
export type ByRun<T> = Readonly<Record<Run, T>>;

/** An identifier on the way, or the input itself. */
export interface CausePlace {
  readonly type: string;
  readonly identifier: string;
}

/** Only one run was given the identifier, or one of its secondary identifiers. */
export interface InputCause {
  readonly kind: "input";
  readonly run: Run;
  /** The secondary identifier that only this run was given; null if only this run was given the input itself. */
  readonly secondary: CausePlace | null;
}

/** One run has no answer for the identifier because it did not finish. */
export interface UnfinishedCause {
  readonly kind: "unfinished";
  readonly run: Run;
  readonly status: MappingSessionStatus;
}

/** A resource failed, or a branch was cut because there were too many. */
export interface FailureCause extends CausePlace {
  readonly kind: "failure";
  readonly run: Run;
  readonly pathId: string;
  /** Counted from 0. */
  readonly step: number;
  readonly resource: string;
  readonly reason: LossReason;
  readonly detail: string | null;
}

/** An override that applied in this run only. */
export interface OverrideCause extends CausePlace {
  readonly kind: "override";
  readonly run: Run;
  /** Who decided it, and why. */
  readonly said: string;
}

/** Two identifiers were declared never to map to each other, in this run only. */
export interface VetoCause extends CausePlace {
  readonly kind: "veto";
  readonly run: Run;
  readonly resource: string;
  readonly detail: string | null;
}

/** What became of an identifier: it is still current, has one successor, has several, or was withdrawn. */
export type IdentifierFate = "current" | "replaced" | "split" | "withdrawn";

/** An identifier on the way was replaced, split or withdrawn in one run, but not, or differently, in the other. */
export interface IdentifierCause extends CausePlace {
  readonly kind: "identifier";
  readonly fate: ByRun<IdentifierFate>;
  /** Its successors; empty if it is current or withdrawn. */
  readonly successors: ByRun<readonly string[]>;
  /** The resource whose history says so. */
  readonly resource: string;
  /** Null if a run does not know the resource. */
  readonly versions: ByRun<ResourceVersion | null>;
}

/** The data of a resource changed. */
export interface ResourceCause {
  readonly kind: "resource";
  readonly resource: string;
  /** Null if a run does not know the resource. */
  readonly versions: ByRun<ResourceVersion | null>;
  /** The identifier that it was asked for where the answers diverge; null if the trace does not show it. */
  readonly place: CausePlace | null;
}

/** A path was added or removed, or is defined differently. */
export interface PathCause {
  readonly kind: "path";
  readonly pathId: string;
  /** Null if a run did not use the path. */
  readonly fingerprints: ByRun<string | null>;
}

/** The catalog changed, and the trace shows no narrower cause. */
export interface CatalogCause {
  readonly kind: "catalog";
  readonly fingerprints: ByRun<string | null>;
}

/** An option of the run differs. */
export interface ParameterCause {
  readonly kind: "parameter";
  readonly name: string;
  readonly values: ByRun<JsonValue>;
}

/** The version of the executor differs. */
export interface ExecutorCause {
  readonly kind: "executor";
  readonly versions: ByRun<string | null>;
}

/** A resource that was consulted has no content hash, so its data may have changed unnoticed. */
export interface UnmarkedCause {
  readonly kind: "unmarked";
  readonly resource: string;
  /** The release in both runs; null if the resource has none. */
  readonly release: string | null;
  readonly place: CausePlace | null;
}

/** The trace shows no change: a resource answered differently each time, or provenance is no longer in the trace. */
export interface UnrecordedCause {
  readonly kind: "unrecorded";
  readonly detail: string;
}

/** Why two runs answer differently. */
export type ChangeCause =
  | InputCause
  | UnfinishedCause
  | FailureCause
  | OverrideCause
  | VetoCause
  | IdentifierCause
  | ResourceCause
  | PathCause
  | CatalogCause
  | ParameterCause
  | ExecutorCause
  | UnmarkedCause
  | UnrecordedCause;

export type CauseKind = ChangeCause["kind"];

/** Narrowest first. */
export const CAUSE_KINDS = [
  "input",
  "unfinished",
  "override",
  "veto",
  "failure",
  "parameter",
  "identifier",
  "resource",
  "path",
  "catalog",
  "executor",
  "unmarked",
  "unrecorded",
] as const satisfies readonly CauseKind[];

/** Name of the resource of hops that lead from an input to a secondary identifier of its row. */
const INPUT = "input";

export function isDecision(hop: ProvenanceHop): boolean {
  return hop.resource === OVERRIDES;
}

export function isFromInput(hop: ProvenanceHop): boolean {
  return hop.resource === INPUT;
}
