/** What `waymark import --json` prints. */
export interface ImportDocument {
  /** As given. */
  readonly file: string;
  readonly lines: number;
  /** Records that were written, those that the store had already included. */
  readonly records: {
    readonly sessions: number;
    readonly pathExecutions: number;
    readonly mappings: number;
    readonly provenance: number;
    readonly outcomes: number;
    readonly metrics: number;
  };
}
