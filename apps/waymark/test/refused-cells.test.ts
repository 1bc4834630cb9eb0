import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { waymark, type CommandOutcome } from "./support/in-process.js";
import { TestFolder } from "./support/test-folder.js";

describe("A cell that is not an identifier, but was mapped by a secondary one", () => {
  let folder: TestFolder;

  const run = (...args: string[]): Promise<CommandOutcome> => waymark(args, { cwd: folder.path });

  beforeAll(async () => {
    folder = await TestFolder.create();
    await run("catalog", "init");
    await folder.write("study.csv", "hgnc,gene\nn/a,TP53\n");
    const args = ["--column", "hgnc", "--secondary", "HGNC_SYMBOL=gene", "--from", "HGNC_ID"];
    expect(
      (await run("map", "study.csv", ...args, "--to", "NCBI_GENE", "--output", "out.csv")).exitCode,
    ).toBe(0);
  });

  afterAll(() => folder.remove());

  it("is shown with its original text by the commands that list mappings", async () => {
    const catalog = (await folder.read("catalog/catalog.yaml")).replaceAll(
      "release: 2024-10",
      "release: 2024-11",
    );
    await folder.write("catalog/catalog.yaml", catalog);
    const { stdout } = await run("stale", "--catalog", "catalog/catalog.yaml");
    expect(stdout).toMatch(/^HGNC_ID "n\/a" → NCBI_GENE 7157, seen .*: genes 2024-10 .* → 2024-11 /);
    expect((await run("explain", "7157")).stdout).toContain('HGNC_ID "n/a" → NCBI_GENE 7157, confidence');
  });

  it("is mentioned in the explanation of its secondary identifier", async () => {
    const { exitCode, stdout } = await run("explain", "TP53");
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      "TP53 was never an input itself; it was tried as a secondary identifier for 1 row:",
    );
    expect(stdout).toMatch(/Beside HGNC_ID "n\/a" .* → NCBI_GENE, as HGNC_SYMBOL, .*: it led to 7157\.\n/);
  });
});
