import { MappingExecutor, type Catalog } from "@waymark/executor";
import type { TraceStore } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { shownIdentifier, stale, type StaleMapping } from "../src/index.js";
import { changingService } from "./support/changing-service.js";
import { collect } from "./support/collect.js";
import { describeOnEachStore } from "./support/each-store.js";
import { geneCatalog } from "./support/gene-catalog.js";
import { loggedSessions, logSessions } from "./support/logged-trace.js";

describeOnEachStore("Mappings whose resources have changed since", (open) => {
  async function run(store: TraceStore, catalog: Catalog, identifiers: readonly string[]): Promise<string> {
    const { session } = await new MappingExecutor({ catalog, store }).executeMapping({
      sourceType: "SYMBOL",
      targetType: "GENE",
      identifiers,
    });
    return session.id;
  }

  function gist({ sourceId, targetId, reasons }: StaleMapping): unknown {
    return [
      sourceId,
      targetId,
      ...reasons.map((it) => `${it.resource}: ${it.observed.release ?? ""} → ${it.current.release ?? ""}`),
    ];
  }

  it("are those that no run has seen with the newest release in the trace", async () => {
    const store = await open();
    const first = await run(store, geneCatalog(), ["AREG", "AREGB", "MLH1"]);
    expect(await collect(stale(store))).toEqual([]);
    await run(store, geneCatalog({ hgncRelease: "2025-01" }), ["AREGB"]);
    const found = await collect(stale(store));
    expect(found.map(gist).sort()).toEqual([
      ["AREG", "ENSG1", "hgnc: 2024-10 → 2025-01"],
      ["MLH1", "ENSG2", "hgnc: 2024-10 → 2025-01"],
    ]);
    expect(found[0]).toMatchObject({ sessionId: first, reasons: [{ kind: "release" }] });
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it("show the original text of an input that is not an identifier but was mapped by a secondary one", async () => {
    const store = await open();
    await new MappingExecutor({ catalog: geneCatalog(), store }).executeMapping({
      sourceType: "HGNC_ID",
      targetType: "GENE",
      identifiers: [
        { identifier: " ", secondary: { SYMBOL: "AREG" } },
        { identifier: "HGNC:9", secondary: { SYMBOL: "MLH1" } },
      ],
      secondaryTypes: ["SYMBOL"],
    });
    await run(store, geneCatalog({ hgncRelease: "2025-01" }), ["DUX4"]);
    const found = await collect(stale(store));
    expect(found.map((it) => [it.targetId, it.rawIds, shownIdentifier(it)]).sort()).toEqual([
      ["ENSG1", [" "], '" "'],
      ["ENSG2", [], "HGNC:9"],
    ]);
  });

  it("are compared with the caller's current versions if these are given", async () => {
    const store = await open();
    await run(store, geneCatalog(), ["AREG"]);
    const current = (
      resource: string,
      release: string,
    ): Map<string, { release: string; contentHash: null }> =>
      new Map([[resource, { release, contentHash: null }]]);
    expect((await collect(stale(store, { current: current("ensembl", "113") }))).map(gist)).toEqual([
      ["AREG", "ENSG1", "ensembl: 112 → 113"],
    ]);
    expect(await collect(stale(store, { current: current("ensembl", "112") }))).toEqual([]);
    expect(await collect(stale(store, { current: current("unheard of", "1") }))).toEqual([]);
    expect(await collect(stale(store, { current: current("ensembl", "113"), targetType: "X" }))).toEqual([]);
  });

  it("are those of the older release if a service changed it during the run", async () => {
    const store = await open();
    await run(store, changingService({ AREG: "1", MLH1: "2" }), ["AREG", "MLH1"]);
    expect((await collect(stale(store))).map(gist)).toEqual([["AREG", "ENSG1", "service: 1 → 2"]]);
  });
});

describe("Stale mappings of any trace", () => {
  it("are judged by their latest observation, and each is yielded once", async () => {
    await fc.assert(
      fc.asyncProperty(loggedSessions, async (sessions) => {
        const store = new InMemoryTraceStore();
        const { sessionIds, provenance } = await logSessions(store, sessions);
        const current = new Map<string, { release: string | null; contentHash: string | null }>();
        for (const { releases, contentHash, isListing, branches } of sessions.toReversed()) {
          releases.forEach((release, i) => {
            const isKnown = isListing || branches.some((it) => it.resource === i);
            const version = { release, contentHash };
            if (isKnown && (release ?? contentHash) !== null && !current.has(`r${String(i)}`))
              current.set(`r${String(i)}`, version);
          });
        }
        const mappings = await store.listMappings({});
        const expected = mappings.items.flatMap((mapping) => {
          const latest = provenance.find((it) => it.id === mapping.observedBy)!;
          const { contentHash } = sessions[sessionIds.indexOf(latest.sessionId)]!;
          const isStale = latest.hops.some(({ resource, release }) => {
            const now = current.get(resource);
            if (!now) return false;
            if (now.release !== release) return true;
            return now.contentHash !== null && contentHash !== null && now.contentHash !== contentHash;
          });
          return isStale ? [mapping.id] : [];
        });
        const found = await collect(stale(store));
        expect(found.map((it) => it.mappingId).sort()).toEqual(expected.sort());
      }),
      { numRuns: 100 },
    );
  });
});
