import { compareBytes, type PathStepLog } from "@waymark/trace-core";

import type { Excerpt } from "../shared/excerpt.js";
import { BoundedMap } from "../shared/bounded-map.js";
import { counted } from "../shared/counted.js";
import { isKnown, type ResourceVersion } from "../shared/resource-versions.js";
import { percentiles } from "./path-execution-tally.js";
import type { ResourceUse } from "./run-report-parts.js";

/** Maximum number of versions listed for one resource. */
const MAX_VERSIONS = 100;

interface Uses {
  readonly resource: string;
  readonly versions: Map<string, ResourceVersion>;
  description: Pick<ResourceUse, "title" | "homepage" | "license" | "citation">;
  uses: number;
  attempts: number;
  retries: number;
  failures: number;
  inputCount: number;
  outputCount: number;
  totalDurationMs: number;
  readonly durations: number[];
}

/** A session's description of a resource that it could consult. */
interface KnownResource {
  readonly name: string;
  readonly release: string | null;
  readonly contentHash: string | null;
  readonly title: string | null;
  readonly homepage: string | null;
  readonly license: string | null;
  readonly citation: string | null;
}

/** Adds up steps of path executions by resource. Keeps one duration for each step. */
export class ResourceTally {
  private readonly resources = new BoundedMap<Uses>();

  /** @param known the session's descriptions of its resources; they are listed even if no step used them */
  constructor(known: readonly KnownResource[]) {
    for (const { name, release, contentHash, title, homepage, license, citation } of known) {
      const uses = this.at(name);
      if (uses === undefined) continue;
      uses.description = { title, homepage, license, citation };
      addVersion(uses, { release, contentHash });
    }
  }

  add({ resource, release, contentHash, ...step }: PathStepLog): void {
    const uses = this.at(resource);
    if (uses === undefined) return;
    addVersion(uses, { release, contentHash });
    uses.uses++;
    uses.attempts += step.attempts;
    uses.retries += Math.max(0, step.attempts - 1);
    if (step.error !== null) uses.failures++;
    uses.inputCount += step.inputCount;
    uses.outputCount += step.outputCount;
    uses.totalDurationMs += step.durationMs;
    uses.durations.push(step.durationMs);
  }

  /** Slowest first by p95; unused resources last. */
  list(limit: number): Excerpt<ResourceUse> {
    const percentilesOf = new Map(
      this.resources.values().map((it) => [it.resource, percentiles(it.durations)]),
    );
    const p95 = ({ resource }: Uses): number => percentilesOf.get(resource)?.p95DurationMs ?? -1;
    return this.resources.top(
      limit,
      (a, b) => p95(b) - p95(a) || compareBytes(a.resource, b.resource),
      ({ resource, versions, description, uses, failures, ...it }) => ({
        resource,
        versions: [...versions.values()],
        ...description,
        uses,
        attempts: it.attempts,
        failures: counted(failures, uses),
        inputCount: it.inputCount,
        outputCount: it.outputCount,
        totalDurationMs: it.totalDurationMs,
        p50DurationMs: null,
        p95DurationMs: null,
        ...percentilesOf.get(resource),
      }),
    );
  }

  /** Names of resources with failures or retries: highest failure rate first, then highest retry rate. */
  leastReliable(limit: number): string[] {
    return this.resources
      .values()
      .filter((it) => it.failures > 0 || it.retries > 0)
      .sort(
        (a, b) =>
          b.failures / b.uses - a.failures / a.uses ||
          b.retries / b.uses - a.retries / a.uses ||
          compareBytes(a.resource, b.resource),
      )
      .slice(0, limit)
      .map((it) => it.resource);
  }

  private at(resource: string): Uses | undefined {
    return this.resources.at(resource, () => ({
      resource,
      versions: new Map(),
      description: { title: null, homepage: null, license: null, citation: null },
      uses: 0,
      attempts: 0,
      retries: 0,
      failures: 0,
      inputCount: 0,
      outputCount: 0,
      totalDurationMs: 0,
      durations: [],
    }));
  }
}

function addVersion({ versions }: Uses, version: ResourceVersion): void {
  const [first] = versions.values();
  // A service reports its release only with its answers.
  if (first && !isKnown(first)) versions.clear();
  if (versions.size === 0 || (isKnown(version) && versions.size < MAX_VERSIONS))
    versions.set(JSON.stringify([version.release, version.contentHash]), version);
}
