import type { Readable, Writable } from "node:stream";

/**
 * The environment in which a command runs: everything it may use of the process, so that tests can run it without one.
 */
export interface CommandContext {
  readonly stdin: Readable;
  /** For the result. */
  readonly stdout: Writable;
  /** Everything else: notes, progress, errors. */
  readonly stderr: Writable;
  /** Whether each stream is a terminal. */
  readonly isTerminal: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's current folder, to which paths are relative. */
  readonly cwd: string;
  /**
   * Catches interrupts, which otherwise end the process, until `end` is called. A second interrupt prints the `onLeave`
   * message and ends the process at once.
   */
  readonly interruption: () => Interruption;
}

export interface Interruption {
  readonly signal: AbortSignal;
  /** Sets the message for a second interrupt: what is kept, and how to continue. Null for none. */
  readonly onLeave: (wayOn: () => string | null) => void;
  readonly end: () => void;
}
