import { Argument, Command, InvalidArgumentError } from "commander";

import { BENCHMARKS } from "./registry.js";
import type { Benchmark } from "./support/benchmark.js";

/** The parsed command line. */
export interface BenchOptions {
  readonly benchmarks: readonly Benchmark[];
  readonly json: boolean;
  readonly list: boolean;
  /** File for the curves; null for none. */
  readonly plot: string | null;
  /** Null for the number that each benchmark specifies. */
  readonly rounds: number | null;
  readonly scale: number;
}

interface RawOptions {
  readonly json?: boolean;
  readonly list?: boolean;
  readonly plot?: string;
  readonly rounds?: number;
  readonly scale: number;
}

const NOTES = `
Each benchmark measures both sides in turn, in one process, after a warm-up round, and reports the median of the rounds'
ratios with its quartiles. PostgreSQL comes from npm and is started for the run; MongoDB is the one of MONGODB_URI, or
mongod from the PATH, or is skipped. Figures hold for full sizes on a machine that does nothing else.

Exit codes: 0 everything was measured, also when a target was missed; 1 something failed; 2 bad usage; 130 interrupted.`;

/** Parses the command line. Exits after printing help or a usage error. */
export function parseCommandLine(args: readonly string[]): BenchOptions {
  const byName = new Map(BENCHMARKS.map((it) => [it.name, it]));
  const program = new Command("bench")
    .description("Holds Waymark against the least that the database asks for.")
    .addArgument(
      new Argument("[names...]", "benchmarks to run (default: all but those that take long)").choices([
        ...byName.keys(),
      ]),
    )
    .option("--json", "print one JSON document, and nothing else on standard output")
    .option("--plot <file>", "draw the curves of growth as SVG")
    .option("--rounds <number>", "rounds that count, for each benchmark (default: its own number)", rounds)
    .option("--scale <factor>", "multiply all sizes, to try the benchmarks out", scale, 1)
    .option("--list", "say which benchmarks there are, and run none")
    .addHelpText("after", NOTES)
    .showHelpAfterError("(see --help)")
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : 2);
    });
  program.parse([...args], { from: "user" });
  const { json = false, list = false, ...raw } = program.opts<RawOptions>();
  const named = [...new Set(program.processedArgs[0] as readonly string[])];
  const benchmarks =
    named.length === 0
      ? BENCHMARKS.filter((it) => it.isGrowth !== true)
      : named.flatMap((it) => byName.get(it) ?? []);
  const { plot = null, rounds: ownRounds = null, scale: factor } = raw;
  return { benchmarks, json, list, plot, rounds: ownRounds, scale: factor };
}

function rounds(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 1000)
    throw new InvalidArgumentError("It is a whole number from 1 to 1000.");
  return value;
}

function scale(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 100)) throw new InvalidArgumentError("It is a number above 0, at most 100.");
  return value;
}
