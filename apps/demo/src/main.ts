import { parseCommandLine } from "./command-line.js";
import { reportFailure } from "./report-failure.js";
import { runDemo } from "./run-demo.js";

// A reader that only wants the first lines (`| head`) closes the pipe: that is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
  throw error;
});

const options = parseCommandLine(process.argv.slice(2));
try {
  process.exitCode = await runDemo(options);
} catch (error) {
  process.exitCode = reportFailure(error, options);
}
