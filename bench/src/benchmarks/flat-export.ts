import { stat } from "node:fs/promises";

import { MappingExecutor } from "@waymark/executor";
import { openSqlTraceStore } from "@waymark/store-sql";
import { EXPORT_FORMATS } from "@waymark/trace-export";

import { RUN_SOURCE_TYPE, RUN_TARGET_TYPE, workedOutCatalog } from "../data/gene-catalog.js";
import { ensemblGene } from "../data/identifiers.js";
import type { BenchContext, Benchmark, Round } from "../support/benchmark.js";
import { checkCount } from "../support/bulk-sides.js";
import { SqliteFiles } from "../support/sqlite-files.js";
import { runCommand } from "../support/waymark-command.js";

const HEAP_MB = 256;

export const flatExport: Benchmark = {
  name: "flat-export",
  measure: `peak memory of \`waymark export\` in each format, and of import: 100,000 mappings relative to 1,000,000, worst ratio; heap ${HEAP_MB} MB`,
  unit: "MB",
  target: 0.85,
  rounds: 1,
  isGrowth: true,
  async run(context) {
    const files = await SqliteFiles.make();
    try {
      const few = await mappedFile(context, files, context.scaled(100_000));
      const many = await mappedFile(context, files, context.scaled(1_000_000));
      const notes: string[] = [];
      const rounds: Round[] = [];
      const measure = async (what: string, argsOf: (file: string) => readonly string[]): Promise<void> => {
        const small = await peakOf(argsOf(few));
        const large = await peakOf(argsOf(many));
        rounds.push({ ours: large.peakMb, reference: small.peakMb, ratio: small.peakMb / large.peakMb });
        const note = `${what}: ${large.peakMb.toFixed(0)} MB in ${large.seconds.toFixed(0)} s, ${small.peakMb.toFixed(0)} MB in ${small.seconds.toFixed(0)} s`;
        notes.push(note);
        context.tell(note);
      };
      for (const { name } of EXPORT_FORMATS)
        await measure(`export as ${name}`, (file) => [
          ...["export", "--quiet", "--format", name, "--all", "--output", `${file}.${name}`],
          ...["--store", `sqlite:${file}`],
        ]);
      await measure("import", (file) => [
        "import",
        "--quiet",
        `${file}.jsonl`,
        "--store",
        `sqlite:${file}.imported`,
      ]);
      const worst = rounds.reduce((a, b) => (b.ratio < a.ratio ? b : a));
      return { rounds: [worst], notes };
    } finally {
      await files.dispose();
    }
  },
};

/** The trace of a run over `count` identifiers, each with one target. */
async function mappedFile(context: BenchContext, files: SqliteFiles, count: number): Promise<string> {
  const file = await files.traceFile();
  const store = await openSqlTraceStore({ url: `sqlite:${file}` });
  const executor = new MappingExecutor({ catalog: workedOutCatalog(), store });
  const identifiers = (function* () {
    for (let i = 0; i < count; i++) yield ensemblGene(i);
  })();
  const request = { sourceType: RUN_SOURCE_TYPE, targetType: RUN_TARGET_TYPE, identifiers };
  let mapped = 0;
  for await (const { targets } of executor.streamMapping(request)) mapped += targets.length;
  await store.close();
  checkCount("targets", mapped, count);
  context.tell(
    `${count.toLocaleString("en")} identifiers are mapped, ${String((await stat(file)).size)} bytes`,
  );
  return file;
}

interface Peak {
  readonly seconds: number;
  readonly peakMb: number;
}

/** Time and peak memory of a command in a process of its own. */
async function peakOf(args: readonly string[]): Promise<Peak> {
  const told = /peak (\d+) kB/;
  // Node reports its own peak memory when the process ends.
  const report =
    "process.on('exit',()=>process.stdout.write(`\\npeak ${process.resourceUsage().maxRSS} kB`))";
  const { seconds, output } = await runCommand(args, [
    `--max-old-space-size=${HEAP_MB}`,
    "--import",
    `data:text/javascript,${encodeURIComponent(report)}`,
  ]);
  return { seconds, peakMb: Number(told.exec(output)?.[1]) / 1_024 };
}
