/** What `waymark export --output FILE --json` prints. */
export interface ExportDocument {
  readonly format: string;
  /** Absolute path. */
  readonly file: string;
  readonly bytes: number;
  /** Ids of the exported sessions, in the order of the options; null for the whole store. */
  readonly sessions: readonly string[] | null;
}
