import { createCatalog, DeclaredType, FunctionResource, MappingExecutor } from "@waymark/executor";
import { openStore } from "@waymark/open-store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { waymark, type CommandOutcome } from "./support/in-process.js";
import { TestFolder } from "./support/test-folder.js";

describe("Inputs that are not identifiers, in the commands that read", () => {
  let folder: TestFolder;

  beforeAll(async () => {
    folder = await TestFolder.create();
    const store = await openStore(`sqlite:${folder.file("trace.db")}`);
    try {
      const map = {
        name: "map",
        sourceType: "SYMBOL",
        targetType: "GENE",
        relation: "names" as const,
        lookUp: () => ({ hits: {} }),
      };
      const catalog = createCatalog({
        types: [new DeclaredType("SYMBOL", { pattern: "[^;]+" }), new DeclaredType("GENE")],
        resources: [new FunctionResource({ name: "genes", release: "1", maps: [map] })],
        paths: [{ id: "by-name", steps: [{ resource: "genes", map: "map" }] }],
      });
      await new MappingExecutor({ catalog, store }).executeMapping({
        sourceType: "SYMBOL",
        targetType: "GENE",
        identifiers: ["", "A\0B", "x".repeat(600), "A;B", "two\nlines"],
      });
    } finally {
      await store.close();
    }
  });

  afterAll(() => folder.remove());

  const run = (...args: string[]): Promise<CommandOutcome> =>
    waymark([...args, "--store", "sqlite:trace.db"], { cwd: folder.path });

  it("are explained with their original text, and why they are invalid", async () => {
    for (const [written, text] of [
      ["", 'SYMBOL "" → GENE: invalid: it is empty, so nothing was asked.'],
      ["A\0B", 'SYMBOL "A\\u0000B" → GENE: invalid: it contains NUL, so nothing was asked.'],
      [
        "A;B",
        "SYMBOL A;B → GENE: invalid: it does not fit SYMBOL's pattern or prefix, so nothing was asked.",
      ],
    ] as const) {
      const { exitCode, stdout } = await run("explain", written);
      expect(exitCode).toBe(0);
      expect(stdout.split("\n")[0]).toBe(text);
      expect(stdout).not.toContain("invalid:e");
    }
    expect((await run("explain", "x".repeat(600))).stdout).toContain("it is longer than 512 bytes");
  });

  it("are listed in a report in the same words", async () => {
    const { stdout } = await run("report");
    expect(stdout).toMatch(/^"" +invalid +It is empty\.$/m);
    expect(stdout).toMatch(/^"A\\u0000B" +invalid +It contains NUL\.$/m);
    expect(stdout).not.toMatch(/invalid:[\da-f]/);
  });

  it("do not break lines if they contain line breaks", async () => {
    const { stdout } = await run("explain", "two\nlines");
    expect(stdout).toContain("SYMBOL two\\nlines → GENE");
  });
});
