import { GeneTrace } from "../data/gene-trace.js";
import type { BenchContext, Round } from "./benchmark.js";
import { copySide, loggingSide, type CopySideOptions } from "./bulk-sides.js";
import { captureTrace, type CopyFormat } from "./captured-tables.js";
import { compare } from "./compare.js";

export interface CompareWithCopyOptions extends Pick<CopySideOptions, "prepare"> {
  /** Default: binary. */
  readonly format?: CopyFormat;
}

/** Logs 100,000 mappings, and copies the rows that they became. */
export async function compareWithCopy(
  context: BenchContext,
  { format, ...options }: CompareWithCopyOptions = {},
): Promise<Round[]> {
  const server = await context.postgres();
  const trace = new GeneTrace({ count: context.scaled(100_000) });
  const captured = await captureTrace(server, trace, format);
  return compare(context, {
    ours: loggingSide(server, trace),
    reference: copySide(server, { ...options, captured, count: trace.count }),
  });
}
