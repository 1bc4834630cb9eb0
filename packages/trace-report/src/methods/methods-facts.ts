import type { JsonValue, MappingSessionStatus, Outcome, ValidationStatus } from "@waymark/trace-core";

/** What a methods section says of a run, as data. Plain JSON; times are ISO 8601 in UTC. */
export interface MethodsFacts {
  readonly sessionId: string;
  readonly tool: string;
  readonly executorVersion: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Unless it is `completed`, the counts are of what there is. */
  readonly status: MappingSessionStatus;
  readonly sourceType: string;
  readonly targetType: string;
  readonly sourceEndpoint: string | null;
  readonly targetEndpoint: string | null;
  /** Paths that were used, in the order of their first use, with their steps. */
  readonly paths: readonly MethodsPath[];
  /** Resources that were used, by name. */
  readonly resources: readonly MethodsResource[];
  /** Options of the run that were not left at their defaults. */
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
  /** In the order of `OUTCOMES`; those that did not occur are absent. */
  readonly outcomes: readonly { readonly outcome: Outcome; readonly count: number }[];
  /** Pairs of identifier and target. */
  readonly targets: number;
  /** Interpretations of the inputs, most first. */
  readonly matchedAs: readonly { readonly name: string; readonly count: number }[];
  readonly ambiguous: number;
  readonly provisional: number;
  /** Inputs that their history calls replaced or split. */
  readonly replaced: number;
  readonly fromCache: number;
  /** The smallest and the largest confidence of a target; null without targets. */
  readonly confidence: { readonly min: number; readonly max: number } | null;
  /** Targets by what mapping them back gave; empty when they were not mapped back. */
  readonly validation: readonly { readonly status: ValidationStatus; readonly count: number }[];
}
