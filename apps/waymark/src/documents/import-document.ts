/** What `waymark import --json` prints. */
export interface ImportDocument {
  /** As given. */
  readonly file: string;
  readonly lines: number;
  /** Of the sessions, those that the store did not have before. */
  readonly newSessions: number;
  /** Records that were read and are in the store now, those that it had already included. */
  readonly records: {
    readonly sessions: number;
    readonly pathExecutions: number;
    readonly mappings: number;
    readonly provenance: number;
    readonly outcomes: number;
    readonly metrics: number;
  };
}
