/** What `waymark catalog init --json` prints. */
export interface CatalogInitDocument {
  readonly folder: string;
  /** Absolute, as they were written. */
  readonly files: readonly string[];
  /** What may be done next: command lines. */
  readonly next: readonly string[];
}
