/** At most this many resources are listed in one session. */
export const MAX_SESSION_RESOURCES = 1_000;

/**
 * A resource that a session could consult, as it was known when the session started: what tells two runs apart that asked
 * the same of other data, and what a paper has to cite.
 */
export interface SessionResource {
  /** Unique within the session. */
  readonly name: string;
  /** Version or date of its data. */
  readonly release: string | null;
  /** SHA-256 of its content in hex; of files only. */
  readonly contentHash: string | null;
  readonly title: string | null;
  /** Address of a page about it. */
  readonly homepage: string | null;
  /** Name or address of the licence of its data. */
  readonly license: string | null;
  /** How it wants to be cited. */
  readonly citation: string | null;
}
