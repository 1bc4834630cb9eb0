import { inspect } from "node:util";

import { parseCommandLine } from "./command-line.js";
import { listBenchmarks, runBenchmarks } from "./run-benchmarks.js";
import { leaveOnSignal } from "./support/leave-on-signal.js";
import { RunContext } from "./support/run-context.js";

const options = parseCommandLine(process.argv.slice(2));
if (options.list) {
  process.stdout.write(listBenchmarks());
} else {
  const context = new RunContext(options);
  const interruption = leaveOnSignal(() => context.stopServers());
  try {
    process.stdout.write(await runBenchmarks(options, context));
    await context.close();
  } catch (error) {
    // Work in progress fails when its server is stopped.
    if (interruption.hasCome) await interruption.left;
    process.stderr.write(`${inspect(error)}\n`);
    await context.stopServers();
    // Anything that a failed benchmark has left open would keep the process alive.
    process.exit(1);
  }
}
