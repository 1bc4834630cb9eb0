import { loadCatalog, MappingExecutor, type LoadedCatalog, type MappingRunResult } from "@waymark/executor";
import { openStore } from "@waymark/open-store";
import { redactUrl } from "@waymark/trace-core";
import { ExecutionTraceLogger, type TraceStore } from "@waymark/trace-core";

import type { DemoOptions } from "./command-line.js";
import { userFolder } from "./from-user.js";
import { ProgressLine } from "./progress-line.js";
import { readIdentifiers } from "./read-identifiers.js";
import { SAMPLE } from "./sample.js";
import { showSession } from "./show-session.js";
import { UsageError } from "./usage-error.js";
import { catalogText } from "./view/catalog-text.js";
import { jsonDocument } from "./view/json-document.js";
import { resultText } from "./view/result-text.js";
import { writeTsv } from "./write-tsv.js";

/** Runs the demo and returns the exit code. */
export async function runDemo(options: DemoOptions): Promise<number> {
  if (options.checkCatalog) return checkCatalog(options);
  const work = options.session === null ? mapIdentifiers : showSession;
  // The input is read before the store is opened, so that a faulty input leaves nothing behind.
  const input = options.session === null ? await readInput(options) : null;
  const store = await openStore(options.store, { folder: userFolder() });
  try {
    return await work(store, options, input);
  } finally {
    await store.close();
  }
}

async function checkCatalog(options: DemoOptions): Promise<number> {
  const { report } = await load(options);
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : catalogText(report));
  return 0;
}

/** The input of a run. */
interface DemoInput {
  readonly loaded: LoadedCatalog;
  readonly from: string;
  readonly to: string;
  readonly identifiers: readonly string[];
}

async function readInput(options: DemoOptions): Promise<DemoInput> {
  const run = options.run ?? SAMPLE;
  const { from, to, input } = run;
  if (from === null || to === null || input === null)
    throw new UsageError("--catalog needs --from, --to and --input");
  const identifiers = await readIdentifiers(input);
  if (identifiers.length === 0) throw new UsageError("there is no identifier in the input");
  return { loaded: await load(options), from, to, identifiers };
}

async function load({ run }: DemoOptions): Promise<LoadedCatalog> {
  const dataDir = run?.dataDir ?? null;
  return loadCatalog(run?.catalog ?? SAMPLE.catalog, dataDir === null ? {} : { dataDir });
}

async function mapIdentifiers(
  store: TraceStore,
  options: DemoOptions,
  input: DemoInput | null,
): Promise<number> {
  if (input === null) throw new UsageError("there is nothing to map");
  const { loaded, from, to, identifiers } = input;
  const interrupt = new AbortController();
  const onSignal = (): void => {
    interrupt.abort(new Error("interrupted"));
  };
  // A second signal ends the process at once, as it does by default.
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  const progress = new ProgressLine(options.json);
  const logger = new ExecutionTraceLogger(store);
  let result: MappingRunResult;
  try {
    const executor = new MappingExecutor({ catalog: loaded.catalog, store, logger });
    result = await executor.executeMapping({
      sourceType: from,
      targetType: to,
      identifiers,
      useCache: !options.fresh,
      minConfidence: options.minConfidence,
      signal: interrupt.signal,
      onProgress: (it) => {
        progress.show(it);
      },
    });
  } finally {
    progress.end();
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    await logger.close();
  }
  if (options.output !== null) await writeTsv(options.output, result.results);
  const shown = redactUrl(options.store);
  process.stdout.write(
    options.json
      ? `${JSON.stringify(jsonDocument(result, shown), null, 2)}\n`
      : resultText(result, { store: shown, warnings: loaded.report.warnings, output: options.output }),
  );
  return result.session.status === "completed" ? 0 : 1;
}
