/** Maximum number of resources listed in one session. */
export const MAX_SESSION_RESOURCES = 1_000;

/**
 * A resource that a session could consult, as known when the session started. Shows which data a run used, and what a
 * paper has to cite.
 */
export interface SessionResource {
  /** Unique within the session. */
  readonly name: string;
  /** Version or date of its data. */
  readonly release: string | null;
  /** SHA-256 of its content, in lower-case hex; only files have one. */
  readonly contentHash: string | null;
  readonly title: string | null;
  /** Address of a page about it. */
  readonly homepage: string | null;
  /** Name or address of the licence of its data. */
  readonly license: string | null;
  /** The citation that its publisher asks for. */
  readonly citation: string | null;
}
