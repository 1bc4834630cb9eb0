import { Command, InvalidArgumentError, Option } from "commander";

import { fromUser } from "./from-user.js";

/** The parsed command line; paths are absolute. */
export interface DemoOptions {
  readonly store: string;
  readonly fresh: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
  /** Null for the sample that comes with the demo. */
  readonly run: UserRun | null;
  readonly output: string | null;
  readonly minConfidence: number;
  readonly checkCatalog: boolean;
  /** Show this session instead of mapping: an id, or `latest`. */
  readonly session: string | null;
}

interface UserRun {
  readonly catalog: string;
  readonly dataDir: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** A file, or `-` for standard input. */
  readonly input: string | null;
}

interface RawOptions {
  readonly store: string;
  readonly fresh?: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly catalog?: string;
  readonly data?: string;
  readonly from?: string;
  readonly to?: string;
  readonly input?: string;
  readonly output?: string;
  readonly minConfidence: number;
  readonly checkCatalog?: boolean;
  readonly session?: string;
}

const DEFAULT_STORE = "sqlite:./.waymark/demo.db";

const EXAMPLES = `
Examples:
  demo                                   map the sample of well-known genes; the second time from the cache
  demo --fresh --json                    map it again, and print one JSON document
  demo --session latest                  show the trace of the latest run, even while it is running
  demo --catalog genes.yaml --data tables --from HGNC_SYMBOL --to ENSEMBL_PROTEIN --input symbols.txt
  demo --catalog genes.yaml --check-catalog

Exit codes: 0 the run completed, 1 it failed or only partly succeeded, 2 bad usage, 130 interrupted.
The store may also be given in WAYMARK_STORE.`;

/** Parses the command line. Exits after printing help or a usage error. */
export function parseCommandLine(args: readonly string[]): DemoOptions {
  const program = new Command("demo")
    .description(
      "Maps identifiers over several hops, keeps a complete trace of how it did so, and shows both.",
    )
    .addOption(
      new Option(
        "--store <url>",
        "where the trace is kept: sqlite:FILE, sqlite::memory:, postgres://… or mongodb://…",
      )
        .env("WAYMARK_STORE")
        // The value may contain a password, which the help would print.
        .default(DEFAULT_STORE, DEFAULT_STORE),
    )
    .option("--fresh", "do not answer from the cache")
    .option("--json", "print one JSON document, and nothing else on standard output")
    .option("--catalog <file>", "your own catalog instead of the sample (YAML)")
    .option("--data <dir>", "folder of the catalog's tables (default: the folder of the catalog)")
    .option("--from <type>", "type of the identifiers")
    .option("--to <type>", "type to map them to")
    .option("--input <file>", "identifiers, one per line; - for standard input")
    .option("--output <file>", "write the result as TSV, one line per target")
    .option("--min-confidence <number>", "leave out targets with a lower confidence, 0 to 1", confidence, 0)
    .option("--check-catalog", "only load the catalog and list its contents")
    .option("--session <id>", "instead of mapping, show a session of the store: an id, or latest")
    .option("--verbose", "print more details about an error")
    .version("0.1.0")
    .addHelpText("after", EXAMPLES)
    .showHelpAfterError("(see --help)")
    .allowExcessArguments(false)
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : 2);
    });
  program.parse([...args], { from: "user" });
  const raw = program.opts<RawOptions>();
  const misuse = whyMisused(raw);
  if (misuse !== undefined) program.error(`error: ${misuse}`);
  return {
    store: raw.store,
    fresh: raw.fresh ?? false,
    json: raw.json ?? false,
    verbose: raw.verbose ?? false,
    run: runOf(raw),
    output: raw.output === undefined ? null : fromUser(raw.output),
    minConfidence: raw.minConfidence,
    checkCatalog: raw.checkCatalog ?? false,
    session: raw.session ?? null,
  };
}

function runOf(raw: RawOptions): UserRun | null {
  if (raw.catalog === undefined) return null;
  return {
    catalog: fromUser(raw.catalog),
    dataDir: raw.data === undefined ? null : fromUser(raw.data),
    from: raw.from ?? null,
    to: raw.to ?? null,
    input: raw.input === undefined || raw.input === "-" ? (raw.input ?? null) : fromUser(raw.input),
  };
}

function whyMisused(raw: RawOptions): string | undefined {
  const own = ["data", "from", "to", "input"] as const;
  if (raw.catalog === undefined) {
    const lone = own.find((it) => raw[it] !== undefined);
    return lone === undefined ? undefined : `--${lone} needs --catalog`;
  }
  if (raw.checkCatalog === true || raw.session !== undefined) return undefined;
  const missing = (["from", "to", "input"] as const).filter((it) => raw[it] === undefined);
  return missing.length === 0
    ? undefined
    : `--catalog needs ${missing.map((it) => `--${it}`).join(", ")}, too`;
}

function confidence(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError("Expected a number from 0 to 1.");
  return value;
}
