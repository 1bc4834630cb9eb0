import type { JsonValue, MappingSessionStatus, Outcome, ValidationStatus } from "@waymark/trace-core";

/** The content of a methods section on one run, as data. Plain JSON; times are ISO 8601 in UTC. */
export interface MethodsFacts {
  readonly sessionId: string;
  readonly tool: string;
  readonly executorVersion: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Unless it is `completed`, the counts cover what the run has answered so far. */
  readonly status: MappingSessionStatus;
  readonly sourceType: string;
  readonly targetType: string;
  readonly sourceEndpoint: string | null;
  readonly targetEndpoint: string | null;
  /** Paths that were used, in the order of their first use, with their steps. */
  readonly paths: readonly MethodsPath[];
  /** Resources that were used, by name. */
  readonly resources: readonly MethodsResource[];
  /** Options of the run that differ from their defaults, and its other parameters that are plain values. */
  readonly parameters: readonly { readonly name: string; readonly value: JsonValue }[];
  readonly counts: MethodsCounts;
}

export interface MethodsPath {
  readonly pathId: string;
  readonly sourceType: string;
  readonly targetType: string;
  readonly steps: readonly {
    readonly resource: string;
    readonly inputType: string;
    readonly outputType: string;
  }[];
}

export interface MethodsResource {
  readonly name: string;
  readonly title: string | null;
  readonly release: string | null;
  /** SHA-256 in hex. */
  readonly contentHash: string | null;
  readonly homepage: string | null;
  readonly license: string | null;
  readonly citation: string | null;
}

export interface MethodsCounts {
  /** Distinct identifiers that were answered. */
  readonly identifiers: number;
  /** In the order of `OUTCOMES`; outcomes that did not occur are missing. */
  readonly outcomes: readonly { readonly outcome: Outcome; readonly count: number }[];
  /** Pairs of identifier and target. */
  readonly targets: number;
  /** Interpretations that matched, most frequent first. */
  readonly matchedAs: readonly { readonly name: string; readonly count: number }[];
  readonly ambiguous: number;
  readonly provisional: number;
  /** Inputs that were replaced or split, according to their history. */
  readonly replaced: number;
  readonly fromCache: number;
  /** The smallest and the largest confidence of a target; null if there is no target. */
  readonly confidence: { readonly min: number; readonly max: number } | null;
  /** Targets by validation status; empty if targets were not mapped back. */
  readonly validation: readonly { readonly status: ValidationStatus; readonly count: number }[];
}
