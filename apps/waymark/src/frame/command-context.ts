import type { Readable, Writable } from "node:stream";

/** Where a command runs: all that it may know of the process around it, so that tests can run it without one. */
export interface CommandContext {
  readonly stdin: Readable;
  /** What was asked for. */
  readonly stdout: Writable;
  /** Everything else: notes, progress, errors. */
  readonly stderr: Writable;
  /** Whether a person is at the other end. */
  readonly isTerminal: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the user stands; relative paths count from here. */
  readonly cwd: string;
  /**
   * Asks to be told when the user interrupts, instead of being ended. Whoever asks calls `end`. A second interrupt ends the
   * program at once, after it has said the way on.
   */
  readonly interruption: () => Interruption;
}

export interface Interruption {
  readonly signal: AbortSignal;
  /** Sets what a second interrupt says before it ends the program: what is kept, and how to go on. Null says nothing. */
  readonly onLeave: (wayOn: () => string | null) => void;
  readonly end: () => void;
}
