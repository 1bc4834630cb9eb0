import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { loadCatalog, MappingExecutor } from "@waymark/executor";
import { openSqlTraceStore } from "@waymark/store-sql";
import type { TraceStore } from "@waymark/trace-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { explain, explanationText, methodsText } from "../src/index.js";

const DATA = resolve(
  process.env.WAYMARK_TEST_DATA ?? fileURLToPath(new URL("../../../../shared/data", import.meta.url)),
  "genes",
);
const CATALOG = fileURLToPath(new URL("../../../apps/demo/catalogs/genes.yaml", import.meta.url));
const hasData = existsSync(DATA);
if (!hasData)
  process.stderr.write(
    `Tests against real tables are skipped: there is no ${DATA}. Set WAYMARK_TEST_DATA.\n`,
  );

describe.skipIf(!hasData)("The symbols of 2013, mapped to genes with the tables of 2024", () => {
  let folder: string;
  let store: TraceStore;
  let session: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "waymark-genes-"));
    store = await openSqlTraceStore({ url: `sqlite:${join(folder, "trace.db")}` });
    const { catalog } = await loadCatalog(CATALOG, { dataDir: DATA });
    const symbols = (await readFile(join(DATA, "symbols_2013-09.txt"), "utf8")).trim().split("\n");
    const request = { sourceType: "HGNC_SYMBOL", targetType: "ENSEMBL_GENE" };
    const executor = new MappingExecutor({ catalog, store });
    const run = await executor.executeMapping({
      ...request,
      identifiers: [...symbols, "HNPCC", "NOTAGENE1"],
      asOf: new Date("2013-09-01"),
    });
    session = run.session.id;
  }, 120_000);

  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function story(identifier: string): Promise<string> {
    const began = performance.now();
    const text = explanationText(await explain(store, { identifier }));
    // The time limit for an answer from ten million mappings.
    expect(performance.now() - began).toBeLessThan(1_000);
    return text;
  }

  it("explains that AREGB was renamed: it is a previous symbol of AREG's entry", async () => {
    const text = await story("AREGB");
    expect(text).toContain("HGNC_SYMBOL AREGB → ENSEMBL_GENE: mapped to ENSG00000109321.");
    expect(text).toContain("hgnc (2024-10) identifies AREGB as HGNC_ID HGNC:651, matched as previous");
    expect(text).toContain(
      "hgnc (2024-10) has a better label than AREGB for HGNC_ID HGNC:651: AREG (approved).",
    );
    expect(text).toContain("maps HGNC:651 to NCBI_GENE 374 ");
    expect(text).toContain("Confidence: 0.95 × 1 × 0.95 = 0.9025.");
  });

  it("warns that DUX4 was reused: the gene that has it now got it after the list was written", async () => {
    const text = await story("DUX4");
    expect(text).toContain("identifies DUX4 as HGNC_ID HGNC:50800, matched as approved");
    expect(text).toContain(
      "Caution: HGNC_ID HGNC:50800 has been called DUX4 only since 2014-06-20, after the list was written (as of 2013-09-01); DUX4 may have meant something else then.",
    );
    expect(await story("AREG")).not.toContain("Caution");
  });

  it("keeps both genes of an ambiguous symbol, and says which is which", async () => {
    expect(await story("C11orf48")).toContain(
      "It is ambiguous: C11orf48 names several entities: HGNC_ID HGNC:28351, which led to ENSG00000162194; HGNC_ID HGNC:51238, which led to ENSG00000278615.",
    );
    const alias = await story("HNPCC");
    expect(alias).toContain("has a better label than HNPCC for HGNC_ID HGNC:7127: MLH1 (approved).");
    expect(alias).toContain("has a better label than HNPCC for HGNC_ID HGNC:7325: MSH2 (approved).");
  });

  it("says which resources were asked for a missing symbol, in which release, and where the search ended", async () => {
    expect(await story("NOTAGENE1")).toContain(
      "Along symbol-to-gene, step 1: hgnc (2024-10) does not know HGNC_SYMBOL NOTAGENE1.",
    );
    const { items } = await store.listOutcomes({ sessionId: session, limit: 1_000 });
    const lost = items.find((it) => it.outcome === "not_found" && it.losses[0]?.step === 2);
    expect(await story(lost!.sourceId)).toContain(
      `step 3: ncbi_ensembl (org.Hs.eg.db 3.16.0) does not know NCBI_GENE ${lost!.losses[0]!.identifier}.`,
    );
  });

  it("writes the methods section", async () => {
    const { text, facts } = await methodsText(store, session);
    expect(text).toContain("Of 19,080 distinct identifiers, ");
    expect(text).toContain("(ncbi_ensembl, release org.Hs.eg.db 3.16.0, SHA-256 ");
    expect(text).toContain("HGNC complete set (hgnc, release 2024-10, ");
    expect(facts.counts.matchedAs.map((it) => it.name)).toEqual(["approved", "previous", "alias"]);
    expect(facts.counts.outcomes.reduce((sum, it) => sum + it.count, 0)).toBe(19_080);
    expect(facts.resources.map((it) => it.name)).toEqual(["hgnc", "ncbi_ensembl"]);
  });
});
