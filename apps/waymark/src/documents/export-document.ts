/** What `waymark export --output FILE --json` prints. */
export interface ExportDocument {
  readonly format: string;
  /** Absolute. */
  readonly file: string;
  readonly bytes: number;
  /** Ids of the exported sessions, in the order asked for; null for the whole store. */
  readonly sessions: readonly string[] | null;
}
