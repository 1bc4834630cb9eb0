import type { MappingSummary } from "@waymark/executor";
import type { MappingSessionStatus } from "@waymark/trace-core";

/**
 * What `waymark map --json` and `waymark resume --json` print: a summary of the run. The rows themselves are in
 * `output`.
 */
export interface MapDocument {
  /** `partial` if a resource failed in any of the sessions. */
  readonly status: "completed" | "partial";
  /** URL of the store with the trace, without password. */
  readonly store: string;
  readonly catalog: {
    readonly file: string;
    /** SHA-256 of everything that was declared and loaded. */
    readonly fingerprint: string;
    readonly warnings: readonly string[];
  };
  readonly input: {
    /** Null for standard input. */
    readonly file: string | null;
    readonly sha256: string;
    /** Number of identifiers, including duplicates. */
    readonly count: number;
  };
  readonly sourceType: string;
  /** One for each target type, in the order of `--to`. */
  readonly sessions: readonly MapSession[];
  readonly output: MapFile | null;
  readonly unmapped: MapFile | null;
  /** Number of answers without a target in the output. */
  readonly unmappedCount: number;
  /** Caveats about the input and the output. */
  readonly notes: readonly string[];
  /** Command lines for the next steps. */
  readonly next: readonly string[];
}

export interface MapSession {
  readonly sessionId: string;
  readonly targetType: string;
  readonly status: MappingSessionStatus;
  /** Counts of inputs, including duplicates. */
  readonly summary: MappingSummary;
  /** A failure during the run; null if there was none. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface MapFile {
  readonly file: string;
  readonly format: "tsv" | "csv" | "jsonl";
  /** Number of lines, without the header. */
  readonly lines: number;
}
