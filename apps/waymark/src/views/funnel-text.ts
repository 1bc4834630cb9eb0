import type { PathUse, RunReport } from "@waymark/trace-report";

import type { Output } from "../frame/output/output.js";
import { table } from "../frame/output/table.js";
import { barText } from "./bar-text.js";
import { countText, restText } from "./format.js";

/**
 * How many identifiers entered and passed each step. A bar shows the latter as a share of the largest number that
 * entered any step.
 */
export function funnelText({ paths }: Pick<RunReport, "paths">, output: Output): string {
  const walked = paths.items.filter((it) => it.funnel.length > 0);
  const most = Math.max(1, ...walked.flatMap((it) => it.funnel.map((step) => step.in)));
  const rows = walked.flatMap((path) =>
    path.funnel.map((step) => [
      step.step === 0 ? pathName(path) : "",
      String(step.step + 1),
      step.resource ?? "-",
      step.outputType === null ? "-" : `${step.inputType ?? "?"} → ${step.outputType}`,
      countText(step.in),
      countText(step.out),
      barText(step.out / most),
    ]),
  );
  if (rows.length === 0) return "";
  const text = table(["path", "step", "resource", "types", "in", "out", ""], rows, output);
  const rest = restText(paths);
  return rest === "" ? text : `${text}\n… and ${rest} paths`;
}

function pathName({ pathId, role }: PathUse): string {
  return role === "main" ? pathId : `${pathId} (${role})`;
}
