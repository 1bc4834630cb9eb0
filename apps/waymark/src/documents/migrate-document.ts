/** What `waymark migrate --json` prints. */
export interface MigrateDocument {
  /** Without its password. */
  readonly store: string;
  /** Whether there was a store before. */
  readonly existed: boolean;
  /** Whether nothing was to be changed. */
  readonly dryRun: boolean;
  /** Steps that were taken now, oldest first. */
  readonly taken: readonly string[];
  /** Steps that the schema still lacks, oldest first; only with `dryRun` there are any. */
  readonly pending: readonly string[];
}
