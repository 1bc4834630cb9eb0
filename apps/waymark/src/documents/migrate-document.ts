/** What `waymark migrate --json` prints. */
export interface MigrateDocument {
  /** Without its password. */
  readonly store: string;
  /** Whether there was a store before. */
  readonly existed: boolean;
  /** Whether nothing was to be changed. */
  readonly dryRun: boolean;
  /** Steps that the schema lacked, and with `dryRun` still lacks; oldest first. */
  readonly pending: readonly string[];
}
