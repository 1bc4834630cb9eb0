import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";

import type { CommandContext } from "../../src/frame/command-context.js";
import { runWaymark } from "../../src/run-waymark.js";

export interface CommandOutcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface InProcessOptions {
  readonly cwd: string;
  /** Standard input. Default empty. */
  readonly input?: string | Uint8Array;
  readonly env?: Record<string, string>;
  /** Whether the outputs are a terminal. Default false. */
  readonly isTerminal?: boolean;
  /** Stands for Ctrl-C. Default never. */
  readonly interrupt?: AbortSignal;
  /** Receives the message of a second Ctrl-C. Default: not called. */
  readonly onLeave?: (wayOn: () => string | null) => void;
}

/** Runs a command line in this process. */
export async function waymark(args: readonly string[], options: InProcessOptions): Promise<CommandOutcome> {
  return inProcess((context) => runWaymark(args, context), options);
}

/** Calls a function with a test context, and returns what it wrote. */
export async function inProcess(
  work: (context: CommandContext) => Promise<number>,
  options: InProcessOptions,
): Promise<CommandOutcome> {
  const { cwd, input = "", env = {}, isTerminal = false, interrupt = new AbortController().signal } = options;
  const { onLeave = () => undefined } = options;
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const written = Promise.all([text(stdout), text(stderr)]);
  const exitCode = await work({
    stdin: Readable.from(input === "" ? [] : [Buffer.from(input)]),
    stdout,
    stderr,
    isTerminal: { stdin: isTerminal, stdout: isTerminal, stderr: isTerminal },
    env,
    cwd,
    interruption: () => ({ signal: interrupt, onLeave, end: () => undefined }),
  });
  stdout.end();
  stderr.end();
  const [out, err] = await written;
  return { exitCode, stdout: out, stderr: err };
}
