import { canonicalJson, type JsonObject, type JsonValue } from "@waymark/trace-core";

import type { AnswerSide } from "./answer-side.js";
import type { ChangeCause } from "./change-cause.js";
import { byRun } from "./version-change.js";

/** Options that determine which paths are tried. */
export const PATH_PARAMETERS: readonly string[] = [
  "maxHops",
  "discoverPaths",
  "discoveredRelations",
  "allowReverse",
  "maxDiscoveredPaths",
  "tryReverse",
  "secondaryTypes",
];

/** Options that determine the confidence of targets and the confidence required. */
export const CONFIDENCE_PARAMETERS: readonly string[] = ["minConfidence", "confidenceRule"];

/** Options that change how a run works, but not its answers. */
const WORKING_PARAMETERS: ReadonlySet<string> = new Set([
  "useCache",
  "maxCacheAge",
  "negativeCacheAge",
  "batchSize",
  "sliceSize",
  "concurrency",
  "stepTimeoutMs",
]);

/**
 * Options that differ between the runs.
 *
 * @param names Default: all that may change answers.
 */
export function changedParameters(
  one: AnswerSide,
  other: AnswerSide,
  names?: readonly string[],
): ChangeCause[] {
  const options = byRun(one, other, (side) => optionsOf(side.frame.session?.parameters ?? {}));
  const known = new Set([...Object.keys(options.a), ...Object.keys(options.b)]);
  return (names ?? [...known].sort())
    .filter((name) => known.has(name) && (names !== undefined || !WORKING_PARAMETERS.has(name)))
    .filter((name) => canonicalJson(valueOf(options.a, name)) !== canonicalJson(valueOf(options.b, name)))
    .map((name) => ({
      kind: "parameter",
      name,
      values: { a: valueOf(options.a, name), b: valueOf(options.b, name) },
    }));
}

/** The executor keeps its options in `options`, beside the parameters of its caller. */
function optionsOf({ options, ...own }: JsonObject): JsonObject {
  const isObject = typeof options === "object" && options !== null && !Array.isArray(options);
  return isObject ? { ...own, ...(options as JsonObject) } : own;
}

function valueOf(options: JsonObject, name: string): JsonValue {
  return options[name] ?? null;
}
