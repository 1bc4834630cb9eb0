import type { IdentifierHistory } from "../../identifier-history.js";
import type { MappingPath } from "../../catalog.js";

/** The version of a resource that an answer consulted. */
export interface ResourceStamp {
  readonly name: string;
  readonly release: string | null;
  readonly contentHash: string | null;
  /** How long its answers may be served, in ms; null for no limit. */
  readonly maxAgeMs: number | null;
}

/** A path as this run uses it. */
export interface Route {
  readonly path: MappingPath;
  /** Order in which the routes are tried, from 0. */
  readonly index: number;
  /** Hash of the path's steps and of the versions of the resources it consults. */
  readonly fingerprint: string;
  /** By step: the history of the step's input type. */
  readonly histories: readonly (IdentifierHistory | undefined)[];
  /**
   * The resources consulted, in order: before each step, the history of its input type with its primary table, if the
   * type has a history; then the step's resource. An answer has consulted all stages before the place where it ended.
   */
  readonly stages: readonly (readonly ResourceStamp[])[];
  /** By step: how many stages have been consulted after its history, and after its look-up. */
  readonly stagesAfter: readonly { readonly history: number; readonly lookUp: number }[];
}
