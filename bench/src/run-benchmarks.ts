import { writeFile } from "node:fs/promises";

import type { BenchOptions } from "./command-line.js";
import { BENCHMARKS } from "./registry.js";
import { drawSeries } from "./support/draw-series.js";
import { describeMachine } from "./support/machine.js";
import { renderReport } from "./support/result-table.js";
import { toResult, type Result } from "./support/result.js";
import type { RunContext } from "./support/run-context.js";

/** Runs the benchmarks one after another and returns the report. */
export async function runBenchmarks(options: BenchOptions, run: RunContext): Promise<string> {
  const results: Result[] = [];
  for (const benchmark of options.benchmarks) {
    const context = run.for(benchmark.name, benchmark.rounds);
    context.tell(benchmark.measure);
    const result = toResult(benchmark, await benchmark.run(context));
    if (result.skipped !== undefined) context.tell(`skipped: ${result.skipped}`);
    results.push(result);
  }
  if (options.plot !== null) {
    const drawing = await drawSeries(results);
    if (drawing === null)
      process.stderr.write(`${options.plot} was not written: no benchmark gave a curve\n`);
    else await writeFile(options.plot, drawing);
  }
  const machine = describeMachine(await run.versions(), options.scale);
  return options.json ? `${JSON.stringify({ machine, results }, null, 2)}\n` : renderReport(machine, results);
}

export function listBenchmarks(): string {
  const width = Math.max(...BENCHMARKS.map((it) => it.name.length));
  const lines = BENCHMARKS.map(
    ({ name, measure, target, isGrowth = false }) =>
      `${name.padEnd(width)}  ${measure} (${target === null ? "reported" : `≥ ${target}`}${isGrowth ? ", only when named" : ""})`,
  );
  return `${lines.join("\n")}\n`;
}
