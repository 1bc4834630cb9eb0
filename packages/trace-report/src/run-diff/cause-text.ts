import type { ResourceVersion } from "../shared/resource-versions.js";
import type { ByRun, ChangeCause } from "./change-cause.js";

const HASH_LENGTH = 12;

/**
 * The cause in words, without its place, so that equal causes of many changes can be counted together. One sentence
 * without a full stop.
 */
export function causeText(cause: ChangeCause): string {
  switch (cause.kind) {
    case "input":
      return cause.secondary === null
        ? `only run ${cause.run} was given the identifier`
        : `only run ${cause.run} was given an identifier of type ${cause.secondary.type} beside it`;
    case "unfinished":
      return `run ${cause.run} is ${cause.status} and did not reach the identifier`;
    case "failure":
      return `${cause.resource} failed in run ${cause.run} (${cause.reason}) at step ${String(cause.step + 1)} of ${cause.pathId}`;
    case "override":
      return `only run ${cause.run} has an ${cause.said}`;
    case "veto":
      return `${cause.resource} rules it out in run ${cause.run} only`;
    case "identifier":
      return `${cause.resource} (${versionsText(cause.versions)}) says that a ${cause.type} is ${cause.fate.a} in run a and ${cause.fate.b} in run b`;
    case "resource":
      return `${cause.resource} changed: ${versionsText(cause.versions)}`;
    case "path":
      return pathText(cause.pathId, cause.fingerprints);
    case "catalog":
      return "the catalog changed, but not the data of any resource";
    case "parameter":
      return `${cause.name} is ${JSON.stringify(cause.values.a)} in run a, ${JSON.stringify(cause.values.b)} in run b`;
    case "executor":
      return `the executor is ${cause.versions.a ?? "unknown"} in run a, ${cause.versions.b ?? "unknown"} in run b`;
    case "unmarked":
      return cause.release === null
        ? `${cause.resource} has neither release nor content hash: its data may have changed without notice`
        : `${cause.resource} says release ${cause.release} in both runs and has no content hash: its data may have changed without a new release`;
    case "unrecorded":
      return cause.detail;
  }
}

/** Where the cause lies, such as `at HGNC_ID HGNC:1`; null when it names no place. */
export function causePlaceText(cause: ChangeCause): string | null {
  const place =
    cause.kind === "resource" || cause.kind === "unmarked"
      ? cause.place
      : cause.kind === "input"
        ? cause.secondary
        : "identifier" in cause
          ? cause
          : null;
  if (place === null) return null;
  if (cause.kind !== "identifier") return `at ${place.type} ${place.identifier}`;
  const { a, b } = cause.successors;
  const led = [a, b].filter((it) => it.length > 0).map((it) => ` → ${it.join(", ")}`);
  return `at ${place.type} ${place.identifier}${led.at(-1) ?? ""}`;
}

function pathText(pathId: string, { a, b }: ByRun<string | null>): string {
  if (a === null) return `only run b uses the path ${pathId}`;
  if (b === null) return `only run a uses the path ${pathId}`;
  return `the path ${pathId} changed`;
}

function versionsText({ a, b }: ByRun<ResourceVersion | null>): string {
  const isSameRelease = a !== null && b !== null && a.release === b.release;
  if (isSameRelease && a.contentHash === b.contentHash) return versionText(a, false);
  return `${versionText(a, isSameRelease)} → ${versionText(b, isSameRelease)}`;
}

/** With the content hash if the release alone does not show the difference. */
function versionText(version: ResourceVersion | null, withHash: boolean): string {
  if (version === null) return "not used";
  const { release, contentHash } = version;
  const hash = contentHash === null ? "no content hash" : `content ${contentHash.slice(0, HASH_LENGTH)}`;
  if (release === null) return hash;
  return withHash ? `release ${release}, ${hash}` : `release ${release}`;
}
