import type { JsonValue, LossReason, MappingSessionStatus, ProvenanceHop } from "@waymark/trace-core";

import { OVERRIDES } from "../shared/overrides.js";
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

/** Only one run was given the identifier, or what came beside it in its row. */
export interface InputCause {
  readonly kind: "input";
  readonly run: Run;
  /** The identifier of a secondary type that only this run was given; null when it is the input itself. */
  readonly secondary: CausePlace | null;
}

/** One run has no answer for the identifier because it did not come to its end. */
export interface UnfinishedCause {
  readonly kind: "unfinished";
  readonly run: Run;
  readonly status: MappingSessionStatus;
}

/** A resource could not be asked, or too many branches were left. */
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

/** Somebody decided so by hand, in this run only. */
export interface OverrideCause extends CausePlace {
  readonly kind: "override";
  readonly run: Run;
  /** Who, and why. */
  readonly said: string;
}

/** Two identifiers were said never to map to each other, in this run only. */
export interface VetoCause extends CausePlace {
  readonly kind: "veto";
  readonly run: Run;
  readonly resource: string;
  readonly detail: string | null;
}

/** What became of an identifier: nothing, one successor, several or none. */
export type IdentifierFate = "current" | "replaced" | "split" | "withdrawn";

/** An identifier on the way was merged into another, split or withdrawn, in one run and not, or otherwise, in the other. */
export interface IdentifierCause extends CausePlace {
  readonly kind: "identifier";
  readonly fate: ByRun<IdentifierFate>;
  /** What followed it; nothing where it is current or withdrawn. */
  readonly successors: ByRun<readonly string[]>;
  /** The history that says so. */
  readonly resource: string;
  /** Null where a run does not know the resource. */
  readonly versions: ByRun<ResourceVersion | null>;
}

/** The data of a resource changed. */
export interface ResourceCause {
  readonly kind: "resource";
  readonly resource: string;
  /** Null where a run does not know the resource. */
  readonly versions: ByRun<ResourceVersion | null>;
  /** What it was asked for where the answers part; null when the trace does not tell. */
  readonly place: CausePlace | null;
}

/** A path was added, taken away, or is made of other steps. */
export interface PathCause {
  readonly kind: "path";
  readonly pathId: string;
  /** Null where a run did not use the path. */
  readonly fingerprints: ByRun<string | null>;
}

/** The catalog is another one, and nothing narrower tells. */
export interface CatalogCause {
  readonly kind: "catalog";
  readonly fingerprints: ByRun<string | null>;
}

/** An option of the run was another one. */
export interface ParameterCause {
  readonly kind: "parameter";
  readonly name: string;
  readonly values: ByRun<JsonValue>;
}

/** The executor was another version of itself. */
export interface ExecutorCause {
  readonly kind: "executor";
  readonly versions: ByRun<string | null>;
}

/** Where the answers part, a resource was asked that does not tell one state of its data from another. */
export interface UnmarkedCause {
  readonly kind: "unmarked";
  readonly resource: string;
  /** The one that both runs name; null when it has none. */
  readonly release: string | null;
  readonly place: CausePlace | null;
}

/** The trace says of nothing that it changed: a resource that answers differently each time, or provenance that is gone. */
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

/** Name of the resource that leads from an input to what came beside it in its row. */
const INPUT = "input";

export function isDecision(hop: ProvenanceHop): boolean {
  return hop.resource === OVERRIDES;
}

export function isFromInput(hop: ProvenanceHop): boolean {
  return hop.resource === INPUT;
}
