/** What `waymark migrate --json` prints. */
export interface MigrateDocument {
  /** URL of the store, without password. */
  readonly store: string;
  /** Whether the store already existed. */
  readonly existed: boolean;
  /** Whether changes were only to be reported. */
  readonly dryRun: boolean;
  /** Steps that were applied now, oldest first. */
  readonly taken: readonly string[];
  /** Steps that the schema still lacks, oldest first; always empty without `dryRun`. */
  readonly pending: readonly string[];
}
