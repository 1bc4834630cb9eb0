import type { MappingSummary } from "@waymark/executor";
import type { MappingSessionStatus } from "@waymark/trace-core";

/** What `waymark map --json` and `waymark resume --json` print: how the run went. The rows themselves are in `output`. */
export interface MapDocument {
  /** `partial` when a resource failed on the way in any of the sessions. */
  readonly status: "completed" | "partial";
  /** Where the trace is, without password. */
  readonly store: string;
  readonly catalog: {
    readonly file: string;
    /** SHA-256 of all that was declared and loaded. */
    readonly fingerprint: string;
    readonly warnings: readonly string[];
  };
  readonly input: {
    /** Null for standard input. */
    readonly file: string | null;
    readonly sha256: string;
    /** Identifiers, duplicates included. */
    readonly count: number;
  };
  readonly sourceType: string;
  /** One for each target type, in the order of `--to`. */
  readonly sessions: readonly MapSession[];
  readonly output: MapFile | null;
  readonly unmapped: MapFile | null;
  /** Answers without a target in the output. */
  readonly unmappedCount: number;
  /** What to know of the input and of the output. */
  readonly notes: readonly string[];
  /** What may be done next: command lines. */
  readonly next: readonly string[];
}

export interface MapSession {
  readonly sessionId: string;
  readonly targetType: string;
  readonly status: MappingSessionStatus;
  /** Counts of inputs, duplicates included. */
  readonly summary: MappingSummary;
  /** What failed on the way; null when nothing did. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface MapFile {
  readonly file: string;
  readonly format: "tsv" | "csv" | "jsonl";
  /** Without the header. */
  readonly lines: number;
}
