import { MappingExecutor, type Catalog, type MappingRequest } from "@waymark/executor";
import { isWaymarkError, type TraceStore } from "@waymark/trace-core";
import { expect, it } from "vitest";

import { explain, explanationText, type Explanation } from "../src/index.js";
import { changingService } from "./support/changing-service.js";
import { describeOnEachStore } from "./support/each-store.js";
import { geneCatalog } from "./support/gene-catalog.js";
import { tableCatalog } from "./support/table-catalog.js";

describeOnEachStore("Explaining an identifier", (open) => {
  async function run(
    store: TraceStore,
    identifiers: MappingRequest["identifiers"],
    options: Partial<MappingRequest> & { readonly catalog?: Catalog } = {},
  ): Promise<string> {
    const { catalog = geneCatalog(), ...request } = options;
    const executor = new MappingExecutor({ catalog, store });
    const { session } = await executor.executeMapping({
      sourceType: "SYMBOL",
      targetType: "GENE",
      identifiers,
      ...request,
    });
    return session.id;
  }

  it("shows hop by hop how a renamed symbol got its target, and the current symbol of its entity", async () => {
    const store = await open();
    const session = await run(store, ["AREG", "AREGB"]);
    const explanation = await explain(store, { identifier: "AREGB" });
    expect(explanation.answers.items[0]).toMatchObject({
      sessionId: session,
      outcome: "mapped",
      matchedAs: "previous",
      servedFrom: "live",
      targets: { items: [{ targetId: "ENSG1", pathId: "by-hgnc" }], total: 1, truncated: false },
      currentLabels: [{ label: "AREG", matchedAs: "approved", entityId: "HGNC:651", release: "2024-10" }],
      ambiguity: null,
    });
    const [provenance] = explanation.mappingsFrom.items[0]!.provenance.items;
    expect(
      provenance!.hops.map((it) => [it.fromIdentifier, it.identifier, it.resource, it.release, it.matchedAs]),
    ).toEqual([
      ["AREGB", "HGNC:651", "hgnc", "2024-10", "previous"],
      ["HGNC:651", "ENSG1", "ensembl", "112", null],
    ]);
    expect(provenance!.confidence).toBeCloseTo(0.95 * 0.95, 12);
    expect(provenance!.confidenceProduct).toBeCloseTo(provenance!.confidence, 12);
    const text = explanationText(explanation);
    expect(text).toContain("SYMBOL AREGB → GENE: mapped to ENSG1.\n");
    expect(text).toContain("hgnc (2024-10) identifies AREGB as HGNC_ID HGNC:651, matched as previous");
    expect(text).toContain(
      "hgnc (2024-10) has a better label than AREGB for HGNC_ID HGNC:651: AREG (approved).",
    );
    expect(text).toContain("Confidence: 0.95 × 0.95 = 0.9025.\n");
  });

  it("shows the step from a replaced identifier to its successor as a hop of its own", async () => {
    const store = await open();
    await run(store, ["OLDONE"]);
    const explanation = await explain(store, { identifier: "OLDONE" });
    expect(explanation.mappingsFrom.items[0]!.provenance.items[0]!.hops).toMatchObject([
      { identifier: "HGNC:34509" },
      { fromIdentifier: "HGNC:34509", identifier: "HGNC:651", resource: "withdrawn", matchedAs: "replaced" },
      { identifier: "ENSG1" },
    ]);
    expect(explanationText(explanation)).toContain(
      "withdrawn (2026-01) says that HGNC:34509 was replaced by HGNC:651",
    );
  });

  it("distinguishes a replacement by a history from one by an override", async () => {
    const store = await open();
    const said = { sourceType: "A", targetType: "A", isNever: false, author: "ann", reason: "merged" };
    const catalog = tableCatalog({
      tables: [{ name: "az", from: "A", to: "Z", ranks: [{ table: { new: ["z"] } }] }],
      histories: [{ type: "A", resource: "history", successors: { merged: ["new"] } }],
      overrides: [{ ...said, sourceId: "decided", targetId: "new" }],
    });
    await run(store, ["merged", "decided"], { catalog, sourceType: "A", targetType: "Z" });
    const textOf = async (identifier: string): Promise<string> =>
      explanationText(await explain(store, { identifier }));
    expect(await textOf("merged")).toContain(
      "According to its history, the identifier was replaced by another one.",
    );
    expect(await textOf("decided")).toContain(
      "According to an override, the identifier was replaced by another one.",
    );
  });

  it("names the entities of an ambiguous label, including those that led nowhere", async () => {
    const store = await open();
    await run(store, ["HNPCC", "HALF"]);
    const both = await explain(store, { identifier: "HNPCC" });
    expect(both.answers.items[0]!.ambiguity!.entities).toMatchObject([
      { identifier: "HGNC:7127", label: "HNPCC", matchedAs: "alias", targetIds: ["ENSG2"] },
      { identifier: "HGNC:7325", targetIds: ["ENSG3"] },
    ]);
    const half = await explain(store, { identifier: "HALF" });
    expect(half.answers.items[0]!.outcome).toBe("mapped");
    expect(half.answers.items[0]!.ambiguity!.entities).toMatchObject([
      { identifier: "HGNC:651", targetIds: ["ENSG1"] },
      { identifier: "HGNC:50800", targetIds: [] },
    ]);
    expect(explanationText(half)).toContain("HGNC_ID HGNC:50800, which led nowhere");
  });

  it("names no release for an unmapped identifier if the service changed it during the run", async () => {
    const store = await open();
    const catalog = changingService({ AREG: "1", MLH1: "2" });
    const releaseOf = async (): Promise<string | null | undefined> => {
      const { answers } = await explain(store, { identifier: "NOTAGENE" });
      return answers.items[0]?.paths[0]?.losses[0]?.release;
    };
    await run(store, ["AREG", "NOTAGENE"], { catalog, batchSize: 1 });
    expect(await releaseOf()).toBe("1");
    await run(store, ["AREG", "MLH1", "NOTAGENE"], { catalog, batchSize: 1 });
    expect(await releaseOf()).toBeNull();
  });

  it("says of an unmapped identifier which paths were tried, where and why each ended, and in which release", async () => {
    const store = await open();
    const catalog = geneCatalog({ extraPath: { id: "direct", genes: {} } });
    await run(store, ["NOTAGENE", "DUX4", "GONE", "A;B"], { catalog });
    const losses = async (identifier: string): Promise<unknown> => {
      const { answers } = await explain(store, { identifier });
      const [answer] = answers.items;
      return [
        answer?.outcome,
        answer?.paths.map((path) => [
          path.pathId,
          ...path.losses.map(
            (it) => `${it.step} ${it.resource} ${it.release ?? ""} ${it.identifier} ${it.reason}`,
          ),
        ]),
      ];
    };
    expect(await losses("NOTAGENE")).toEqual([
      "not_found",
      [
        ["by-hgnc", "0 hgnc 2024-10 NOTAGENE not_found"],
        ["direct", "0 other 1 NOTAGENE not_found"],
      ],
    ]);
    expect(await losses("DUX4")).toEqual([
      "not_found",
      [
        ["by-hgnc", "1 ensembl 112 HGNC:50800 not_found"],
        ["direct", "0 other 1 DUX4 not_found"],
      ],
    ]);
    expect(await losses("GONE")).toEqual([
      "obsolete",
      [
        ["by-hgnc", expect.stringMatching(/^1 withdrawn .*HGNC:1 withdrawn$/u)],
        ["direct", "0 other 1 GONE not_found"],
      ],
    ]);
    expect(await losses("A;B")).toEqual(["invalid", []]);
    expect(explanationText(await explain(store, { identifier: "DUX4" }))).toContain(
      "Along by-hgnc, step 2: ensembl (112) does not know HGNC_ID HGNC:50800.",
    );
  });

  it("does not report an identifier as not found if a resource failed", async () => {
    const store = await open();
    await run(store, ["AREG"], { catalog: geneCatalog({ genesFail: true }) });
    const explanation = await explain(store, { identifier: "AREG" });
    expect(explanation.answers.items[0]).toMatchObject({
      outcome: "unresolved",
      paths: [{ losses: [{ reason: "failed", resource: "ensembl", detail: "The service is down" }] }],
    });
    expect(explanationText(explanation)).toContain("it is unknown whether there is a target");
    expect(explanationText(explanation)).toContain("is partial");
  });

  it("lists the sessions to which an observation was served from the cache", async () => {
    const store = await open();
    const first = await run(store, ["AREGB"]);
    const second = await run(store, ["AREGB"]);
    const explanation = await explain(store, { identifier: "AREGB" });
    expect(explanation.answers.items.map((it) => [it.sessionId, it.servedFrom, it.answeredBy])).toEqual([
      [second, "cache", first],
      [first, "live", first],
    ]);
    const { provenance } = explanation.mappingsFrom.items[0]!;
    expect(provenance.total).toBe(1);
    expect(provenance.items[0]!.servedTo).toEqual({ items: [second], total: 1, truncated: false });
    expect(explanationText(explanation)).toContain(`Served from the cache since to 1 session: ${second}.`);
  });

  it("can be restricted to one session, including the observations behind its answer", async () => {
    const store = await open();
    const first = await run(store, ["AREGB", "AREG"]);
    const second = await run(store, ["AREGB"], { catalog: geneCatalog({ hgncRelease: "2025-01" }) });
    const third = await run(store, ["AREGB"]);
    const seen = async (sessionId: string): Promise<unknown> => {
      const { answers, mappingsFrom } = await explain(store, { identifier: "AREGB", sessionId });
      return [
        answers.items.map((it) => it.sessionId),
        mappingsFrom.items.flatMap((it) => it.provenance.items.map((seenBy) => seenBy.sessionId)),
      ];
    };
    expect(await seen(first)).toEqual([[first], [first]]);
    expect(await seen(second)).toEqual([[second], [second]]);
    expect(await seen(third)).toEqual([[third], [first]]);
  });

  it("says that an earlier mapping is not in the newest answer", async () => {
    const store = await open();
    await run(store, ["AREGB"]);
    await run(store, ["AREGB"], {
      catalog: geneCatalog({ hgncRelease: "2025-01", genes: { "HGNC:651": "ENSG9" } }),
    });
    const explanation = await explain(store, { identifier: "AREGB" });
    expect(explanation.mappingsFrom.items.map((it) => [it.targetId, it.isInLatestAnswer]).sort()).toEqual([
      ["ENSG1", false],
      ["ENSG9", true],
    ]);
    expect(explanationText(explanation)).toContain("; not in the newest answer");
  });

  it("explains a target by the mappings that lead to it", async () => {
    const store = await open();
    await run(store, ["AREG", "AREGB", "OLDONE"], { validate: true });
    const explanation = await explain(store, { identifier: "ENSG1" });
    expect(explanation.answers.items).toEqual([]);
    expect(explanation.mappingsTo.items.map((it) => it.sourceId).sort()).toEqual(["AREG", "AREGB", "OLDONE"]);
    expect(
      explanation.mappingsTo.items.flatMap((it) => it.provenance.items.map((seen) => seen.validationStatus)),
    ).toEqual(["no_reverse_path", "no_reverse_path", "no_reverse_path"]);
  });

  it("can be restricted to types at either end", async () => {
    const store = await open();
    await run(store, ["AREG"]);
    await run(store, ["AREG"], { targetType: "HGNC_ID", discoverPaths: true });
    const targets = async (request: { type?: string; targetType?: string }): Promise<string[]> => {
      const { answers, mappingsFrom } = await explain(store, { identifier: "AREG", ...request });
      expect(answers.items.map((it) => it.targetType).sort()).toEqual(
        mappingsFrom.items.map((it) => it.targetType).sort(),
      );
      return mappingsFrom.items.map((it) => it.targetType).sort();
    };
    expect(await targets({})).toEqual(["GENE", "HGNC_ID"]);
    expect(await targets({ targetType: "GENE" })).toEqual(["GENE"]);
    expect(await targets({ type: "SYMBOL", targetType: "HGNC_ID" })).toEqual(["HGNC_ID"]);
    expect(await targets({ type: "GENE" })).toEqual([]);
  });

  it("finds an identifier by its original text, and suggests other spellings if that is unknown", async () => {
    const store = await open();
    await run(store, [" AREG ", "x".repeat(600)]);
    expect(await explain(store, { identifier: " AREG " })).toMatchObject({
      asked: " AREG ",
      identifier: "AREG",
      isKnown: true,
    });
    expect(await explain(store, { identifier: "areg" })).toMatchObject({
      identifier: "areg",
      isKnown: false,
      suggestions: ["AREG"],
    });
    expect(await explain(store, { identifier: "x".repeat(600) })).toMatchObject({
      isKnown: true,
      answers: { items: [{ outcome: "invalid" }] },
    });
  });

  it.each([" ", "", "A\0B"])(
    "finds an input that is no identifier by how it was written, also with secondary identifiers beside it: %j",
    async (identifier) => {
      const store = await open();
      const rows = ["AREG", "MLH1"].map((SYMBOL) => ({ identifier, secondary: { SYMBOL } }));
      const sessionId = await run(store, rows, { sourceType: "HGNC_ID", secondaryTypes: ["SYMBOL"] });
      await run(store, ["invalidated", "AREG"]);
      for (const request of [{ identifier }, { identifier, sessionId }]) {
        const explanation = await explain(store, request);
        expect(explanation).toMatchObject({ isKnown: true, answers: { items: [{ outcome: "mapped" }] } });
        expect(explanation.suggestions).toHaveLength(1);
        const text = explanationText(explanation);
        expect(text).toContain("Together with other secondary identifiers, it is known as invalid:");
        expect(text).toMatch(/^HGNC_ID ".*" → GENE: mapped to ENSG[12]\.$/mu);
      }
    },
  );

  it("lists rows that were mapped by secondary identifiers although the same text was refused without any", async () => {
    const store = await open();
    const identifier = " ";
    await run(
      store,
      [
        { identifier, secondary: { SYMBOL: "AREG" } },
        { identifier, secondary: {} },
      ],
      {
        sourceType: "HGNC_ID",
        secondaryTypes: ["SYMBOL"],
      },
    );
    const explanation = await explain(store, { identifier });
    expect(explanation).toMatchObject({ isKnown: true, answers: { items: [{ outcome: "invalid" }] } });
    const [row = ""] = explanation.suggestions;
    expect(explanationText(explanation)).toContain(
      `Together with secondary identifiers, it is known as ${row}.`,
    );
    expect(await explain(store, { identifier: row })).toMatchObject({
      answers: { items: [{ outcome: "mapped" }] },
    });
  });

  it("names the secondary label, not the input, if that label is the ambiguous one", async () => {
    const store = await open();
    const rows = [" ", "HGNC:9"].map((identifier) => ({ identifier, secondary: { SYMBOL: "HALF" } }));
    await run(store, rows, { sourceType: "HGNC_ID", secondaryTypes: ["SYMBOL"] });
    for (const identifier of [" ", "HGNC:9"]) {
      const explanation = await explain(store, { identifier });
      expect(explanation.answers.items[0]!.ambiguity).toMatchObject({
        entities: [
          { identifier: "HGNC:651", label: "HALF", targetIds: ["ENSG1"] },
          { identifier: "HGNC:50800", label: "HALF", targetIds: [] },
        ],
        lost: [],
      });
      expect(explanationText(explanation)).toContain(
        "It is ambiguous: HALF beside it names several entities: HGNC_ID HGNC:651, which led to ENSG1; HGNC_ID HGNC:50800, which led nowhere.\n",
      );
    }
  });

  it("does not count an identifier at which a path ended as an entity if the path never knew the label", async () => {
    const store = await open();
    const catalog = geneCatalog({
      genes: { "HGNC:651": "ENSG1" },
      extraPath: { id: "direct", genes: {} },
    });
    await run(store, ["HNPCC"], { catalog });
    const [answer] = (await explain(store, { identifier: "HNPCC" })).answers.items;
    expect(answer!.ambiguity!.lost.map((it) => it.identifier)).toEqual(["HGNC:7127", "HGNC:7325"]);
  });

  it("lists the rows for which a secondary identifier was tried, and what it led to", async () => {
    const store = await open();
    const row = (identifier: string, SYMBOL: string) => ({ identifier, secondary: { SYMBOL } });
    const sessionId = await run(
      store,
      [row("HGNC:9", "AREG"), row(" ", "AREG"), row(" ", "NOTAGENE"), row("HGNC:10", "LOST")],
      { sourceType: "HGNC_ID", secondaryTypes: ["SYMBOL"] },
    );
    const used = await explain(store, { identifier: "AREG" });
    expect(used).toMatchObject({
      isKnown: true,
      answers: { total: 0 },
      secondaryUses: { total: 2, truncated: false, sessionsSearched: 1 },
      sessions: { items: [{ id: sessionId }] },
    });
    expect(used.secondaryUses.items.map((it) => [it.type, it.rawIds, it.outcome, it.targetIds])).toEqual([
      ["SYMBOL", ["HGNC:9"], "mapped", ["ENSG1"]],
      ["SYMBOL", [" "], "mapped", ["ENSG1"]],
    ]);
    const text = explanationText(used);
    expect(text).toContain(
      "AREG was never an input itself; it was tried as a secondary identifier for 2 rows:\n",
    );
    expect(text).toContain(`  Beside HGNC_ID HGNC:9 → GENE, as SYMBOL, in session ${sessionId} of `);
    expect(text).toMatch(
      /Beside HGNC_ID " " \(known to the trace as invalid:\w+\) → GENE, .*: it led to ENSG1\.$/mu,
    );

    expect(explanationText(await explain(store, { identifier: "ENSG1" }))).toContain(
      '  HGNC_ID " " → GENE ENSG1, ',
    );

    const missed = await explain(store, { identifier: "NOTAGENE", sessionId });
    expect(explanationText(missed)).toMatch(
      /: it led nowhere, and the row is invalid\.\n {4}hgnc \(2024-10\) does not know SYMBOL NOTAGENE\.$/mu,
    );
    expect(await explain(store, { identifier: "AREG", type: "HGNC_ID" })).toMatchObject({ isKnown: false });
    expect(await explain(store, { identifier: "areg" })).toMatchObject({
      isKnown: false,
      suggestions: ["AREG"],
    });
    await run(store, [row("HGNC:12", "AREGB")], {
      sourceType: "HGNC_ID",
      secondaryTypes: ["SYMBOL"],
      minConfidence: 0.95,
    });
    expect(explanationText(await explain(store, { identifier: "AREGB" }))).toContain(
      "it led to ENSG1, below the requested confidence.",
    );
    // If nothing answered the row, the trace does not keep its secondary identifiers.
    expect(explanationText(await explain(store, { identifier: "LOST" }))).toContain(
      "It may have been a secondary identifier: one that led nowhere is usually not recorded",
    );
  });

  it("is empty, and not an error, for an identifier that the trace does not know", async () => {
    const store = await open();
    await run(store, ["AREG"]);
    for (const identifier of ["nobody", "", "\ud800", "a\0b"]) {
      const explanation = await explain(store, { identifier });
      expect(explanation).toMatchObject({
        isKnown: false,
        answers: { items: [], total: 0 },
        suggestions: [],
      });
      expect(explanationText(explanation)).toMatch(/^The trace does not know ".*": it was never an input/u);
    }
  });

  it("shows at most the requested number of items, and says what it left out", async () => {
    const store = await open();
    const many = Object.fromEntries([["HGNC:651", Array.from({ length: 30 }, (_, i) => `ENSG${i + 100}`)]]);
    for (const hgncRelease of ["1", "2", "3"])
      await run(store, ["AREG"], { catalog: geneCatalog({ hgncRelease, genes: many }) });
    const cut = await explain(
      store,
      { identifier: "AREG" },
      { maxAnswers: 2, maxMappings: 10, maxProvenance: 1 },
    );
    expect(cut.answers).toMatchObject({ total: 3, truncated: true });
    expect(cut.answers.items).toHaveLength(2);
    expect(cut.answers.items[0]!.targets).toMatchObject({ total: 30, truncated: true });
    expect(cut.mappingsFrom).toMatchObject({ total: 30, truncated: true });
    expect(cut.mappingsFrom.items).toHaveLength(10);
    expect(cut.mappingsFrom.items[0]!.provenance).toMatchObject({ total: 3, truncated: true });
    const text = explanationText(cut);
    expect(text).toContain("(30 in all)");
    const whole = explanationText(await explain(store, { identifier: "AREG" }));
    expect(whole).toContain("GENE ENSG102, confidence 0.95");
    expect(whole).toMatch(
      /And ENSG103 \(0\.95\), .* and ENSG129 \(0\.95\), which the explanation lists in full/u,
    );
  });

  it("is plain JSON", async () => {
    const store = await open();
    await run(store, ["AREGB", "HNPCC", "NOTAGENE"], { asOf: new Date("2013-09-01") });
    for (const identifier of ["AREGB", "HNPCC", "NOTAGENE", "ENSG1"]) {
      const explanation = await explain(store, { identifier });
      expect(JSON.parse(JSON.stringify(explanation)) as Explanation).toEqual(explanation);
    }
  });

  it("refuses limits that are out of range", async () => {
    const store = await open();
    for (const options of [{ maxAnswers: 0 }, { maxMappings: 1.5 }, { maxProvenance: 1_001 }]) {
      const failed: unknown = await explain(store, { identifier: "AREG" }, options).catch(
        (it: unknown) => it,
      );
      expect(isWaymarkError(failed, "invalid-query")).toBe(true);
    }
  });
});
