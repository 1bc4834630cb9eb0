import type { Outcome } from "@waymark/trace-core";

import type { MemoryCatalogOptions } from "./memory-catalog.js";

/** The expected answer of a run for one identifier. */
export interface ReferenceAnswer {
  readonly outcome: Outcome;
  /** Confidence by target. */
  readonly targets: ReadonlyMap<string, number>;
  readonly isProvisional: boolean;
  readonly isAmbiguous: boolean;
  /** That of the best branch; all of them if several branches are equally good. */
  readonly matchedAs: ReadonlySet<string | null>;
  readonly mayBeCached: boolean;
  readonly branches: number;
  readonly lossCount: number;
  /** Names of the resources and histories that were consulted. */
  readonly consulted: ReadonlySet<string>;
}

/**
 * A second implementation of the mapping rules: one identifier at a time, branch by branch, recursively, without
 * batches, bounds, caches or sharing. It is slow and short, so that it is evidently right.
 */
export function referenceMapping(
  catalog: MemoryCatalogOptions,
  input: string,
  minConfidence: number,
): ReferenceAnswer {
  const targets = new Map<string, number>();
  let best = { confidence: -1, hops: 0, path: 0, matchedAs: new Set<string | null>() };
  const consulted = new Set<string>();
  const seen = {
    matchedAs: null as string | null,
    isProvisional: false,
    isAmbiguous: false,
    failed: false,
    withdrawn: false,
    isInputWithdrawn: false,
    branches: 0,
    losses: 0,
  };
  let path = 0;
  const reachedByPath = new Set<string>();

  interface Node {
    readonly identifier: string;
    readonly confidence: number;
    readonly isProvisional: boolean;
    readonly hops: number;
    readonly matchedAs: string | null;
  }

  function follow(steps: readonly string[], index: number, node: Node, hadFailed: boolean): void {
    const step = steps[index];
    if (step === undefined) {
      seen.branches++;
      reachedByPath.add(`${steps.join()} ${node.identifier}`);
      // The same factors in another order give a product that differs in its last digits.
      const confidence = Number(node.confidence.toPrecision(12));
      targets.set(node.identifier, Math.max(confidence, targets.get(node.identifier) ?? 0));
      if (node.isProvisional || hadFailed) seen.isProvisional = true;
      const order = confidence - best.confidence || best.hops - node.hops || best.path - path;
      if (order > 0) best = { ...node, confidence, path, matchedAs: new Set() };
      if (order >= 0) best.matchedAs.add(node.matchedAs);
      return;
    }
    const map = catalog.resources.find((it) => it.name === step)?.maps[0];
    if (!map || !("from" in map)) throw new Error(step);
    const history = catalog.histories?.find((it) => it.type === map.from);
    let nodes = [node];
    if (history) {
      consulted.add(history.resource ?? "");
      const said = history.answers[node.identifier] ?? { status: "unknown" };
      if (said.status === "withdrawn") {
        seen.withdrawn = true;
        seen.losses++;
        if (index === 0) seen.isInputWithdrawn = true;
        return;
      }
      if ("successors" in said) {
        nodes = said.successors.map(({ identifier, via }) => ({
          ...node,
          identifier,
          confidence: [...via, identifier].reduce(
            (product) => product * (history.confidence ?? 0.9),
            node.confidence,
          ),
          hops: node.hops + via.length + 1,
        }));
      }
    }
    for (const from of nodes) {
      consulted.add(step);
      let rankFailed = false;
      let known:
        | { readonly hits: readonly { identifier: string; confidence: number }[]; as: string | null }
        | undefined;
      for (const rank of map.ranks) {
        const entry = rank.table[from.identifier];
        if (entry instanceof Error) rankFailed = true;
        else if (entry === null || (entry !== undefined && entry.length > 0)) {
          const hits = (entry ?? []).map((hit) => ({
            identifier: typeof hit === "string" ? hit : (hit.identifier ?? ""),
            confidence: (typeof hit === "string" ? null : hit.confidence) ?? rank.confidence ?? 0.95,
          }));
          known = { hits, as: rank.as ?? null };
          break;
        }
      }
      if (rankFailed) {
        seen.failed = true;
        seen.losses++;
      }
      if (!known || known.hits.length === 0) {
        if (!rankFailed) {
          seen.losses++;
          if (known) seen.withdrawn = true;
        }
        continue;
      }
      if (index === 0) seen.matchedAs ??= known.as;
      if (map.relation === "names" && known.hits.length > 1) seen.isAmbiguous = true;
      for (const { identifier, confidence } of known.hits) {
        follow(
          steps,
          index + 1,
          {
            identifier,
            confidence: from.confidence * confidence,
            isProvisional: from.isProvisional || rankFailed,
            hops: from.hops + 1,
            matchedAs: index === 0 ? known.as : from.matchedAs,
          },
          hadFailed,
        );
      }
    }
  }

  for (const steps of Object.values(catalog.paths ?? {})) {
    path++;
    follow(
      steps,
      0,
      { identifier: input, confidence: 1, isProvisional: false, hops: 0, matchedAs: null },
      seen.failed,
    );
    if (seen.isInputWithdrawn || [...targets.values()].some((it) => it >= minConfidence)) break;
  }

  const kept = new Map([...targets].filter(([, confidence]) => confidence >= minConfidence));
  const outcome =
    kept.size > 1
      ? "mapped_to_many"
      : kept.size === 1
        ? "mapped"
        : targets.size > 0
          ? "filtered"
          : seen.failed
            ? "unresolved"
            : seen.withdrawn
              ? "obsolete"
              : "not_found";
  return {
    outcome,
    targets: kept,
    isProvisional: seen.isProvisional,
    isAmbiguous: seen.isAmbiguous,
    matchedAs: targets.size > 0 ? best.matchedAs : new Set([seen.matchedAs]),
    mayBeCached: !seen.failed && !seen.isProvisional,
    branches: seen.branches,
    lossCount: seen.losses + [...reachedByPath].filter((it) => !kept.has(it.split(" ")[1] ?? "")).length,
    consulted,
  };
}
