import { createCatalog, DeclaredType, FunctionResource, MappingExecutor } from "@waymark/executor";
import { openStore } from "@waymark/open-store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { ConflictsDocument } from "../src/documents/conflicts-document.js";
import { readDocument } from "./support/documents.js";
import { waymark, type CommandOutcome } from "./support/in-process.js";
import { TestFolder } from "./support/test-folder.js";

/** Two tables for the same symbols: they disagree on A and B, and agree on C. */
const TABLES = [
  { name: "old", hits: { A: ["g1"], B: ["g2"], C: ["g3"], D: ["g4"] } },
  { name: "new", hits: { A: ["g8"], B: ["g9"], C: ["g3"] } },
] as const;

describe("The command that lists where paths disagree", () => {
  let folder: TestFolder;

  beforeAll(async () => {
    folder = await TestFolder.create();
    const store = await openStore(`sqlite:${folder.file("trace.db")}`);
    try {
      for (const { name, hits } of TABLES) {
        const map = {
          name: "map",
          sourceType: "SYMBOL",
          targetType: "GENE",
          relation: "names" as const,
          lookUp: (asked: readonly string[]) => ({
            hits: Object.fromEntries(
              asked.map((id) => [id, [...((hits as Record<string, readonly string[]>)[id] ?? [])]]),
            ),
          }),
        };
        const catalog = createCatalog({
          types: ["SYMBOL", "GENE"].map((it) => new DeclaredType(it)),
          resources: [new FunctionResource({ name, release: "1", maps: [map] })],
          paths: [{ id: `by-${name}`, steps: [{ resource: name, map: "map" }] }],
        });
        await new MappingExecutor({ catalog, store }).executeMapping({
          sourceType: "SYMBOL",
          targetType: "GENE",
          identifiers: ["A", "B", "C", "D"],
        });
      }
    } finally {
      await store.close();
    }
  });

  afterAll(() => folder.remove());

  const run = (...args: string[]): Promise<CommandOutcome> =>
    waymark(["conflicts", ...args, "--store", "sqlite:trace.db"], { cwd: folder.path });

  it("says how many identifiers were compared", async () => {
    const { stdout, stderr } = await run();
    expect(stdout).toMatch(/^SYMBOL A → GENE: disjoint\n[^]+SYMBOL B → GENE: disjoint\n/);
    expect(stderr).toBe("2 conflicts among 3 identifiers answered along more than one path\n");
    expect((await run("--kind", "subset", "--kind", "overlap")).stderr).toBe(
      "none is subset or overlap among 3 identifiers answered along more than one path\n",
    );
    const whole = readDocument("conflicts", (await run("--json")).stdout) as ConflictsDocument;
    expect(whole).toMatchObject({ hasMore: false, identifiers: 4, compared: 3 });
  });

  it("says that a list cut by --limit is incomplete, and gives no counts of what it did not read", async () => {
    expect((await run("--limit", "1")).stderr).toBe(
      "the first 1 conflict\nthere are more: --limit 10 shows them\n",
    );
    const cut = readDocument("conflicts", (await run("--limit", "1", "--json")).stdout) as ConflictsDocument;
    expect(cut).toMatchObject({ hasMore: true, identifiers: null, compared: null });
    expect(cut.conflicts).toHaveLength(1);
    expect((await run("--limit", "2")).stderr).toMatch(/^2 conflicts among 3 /);
  });

  it("explains in its help why most identifiers are answered by one path only", async () => {
    expect((await run("--help")).stdout).toContain("only for identifiers that earlier paths left open");
  });
});
