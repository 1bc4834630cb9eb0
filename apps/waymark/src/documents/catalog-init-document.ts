/** What `waymark catalog init --json` prints. */
export interface CatalogInitDocument {
  readonly folder: string;
  /** Absolute paths, in the order in which they were written. */
  readonly files: readonly string[];
  /** Command lines for the next steps. */
  readonly next: readonly string[];
}
