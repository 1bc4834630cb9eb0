import type { IdentifierHistory } from "../../identifier-history.js";
import type { MappingPath } from "../../catalog.js";

/** What an answer says of a resource that it consulted. */
export interface ResourceStamp {
  readonly name: string;
  readonly release: string | null;
  readonly contentHash: string | null;
  /** In ms; null for any age. */
  readonly maxAgeMs: number | null;
}

/** A path as this run uses it. */
export interface Route {
  readonly path: MappingPath;
  /** Order in which the routes are tried, from 0. */
  readonly index: number;
  /** Hash of what the path is made of, the releases of its resources included. */
  readonly fingerprint: string;
  /** By step: the history of the step's input type. */
  readonly histories: readonly (IdentifierHistory | undefined)[];
  /**
   * What is consulted, in order: before each step the history of its input type with its primary table, if there is
   * one, then the step's resource. An answer that ended somewhere consulted what stands before.
   */
  readonly stages: readonly (readonly ResourceStamp[])[];
  /** By step: how many stages have been consulted after its history, and after its look-up. */
  readonly stagesAfter: readonly { readonly history: number; readonly lookUp: number }[];
}
