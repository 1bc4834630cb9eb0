import { isatty } from "node:tty";

import type { CommandContext, Interruption } from "./command-context.js";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The context of this process. */
export function processContext(): CommandContext {
  const { stdin, stdout, stderr, env } = process;
  // A closed standard error must not end the process: the result matters more than its notes.
  stderr.on("error", () => undefined);
  // Errors of standard output are reported by `Output`, which may start to listen later.
  stdout.on("error", () => undefined);
  return {
    stdin,
    stdout,
    stderr,
    isTerminal: { stdin: isatty(0), stdout: isatty(1), stderr: isatty(2) },
    env,
    cwd: userFolder(),
    interruption,
  };
}

/** The user's current folder: a script runner starts the program elsewhere, but passes on where it was called. */
function userFolder(): string {
  const { npm_lifecycle_event, INIT_CWD } = process.env;
  return npm_lifecycle_event === "waymark" && INIT_CWD !== undefined ? INIT_CWD : process.cwd();
}

function interruption(): Interruption {
  const controller = new AbortController();
  let wayOn: () => string | null = () => null;
  const end = (): void => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (!controller.signal.aborted) {
      controller.abort(new Error("interrupted"));
      return;
    }
    end();
    const text = wayOn();
    if (text !== null) process.stderr.write(`${isatty(2) ? "\n" : ""}${text}\n`);
    // Our listeners are removed, so this ends the process as the signal does by default.
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    onLeave: (it) => {
      wayOn = it;
    },
    end,
  };
}
