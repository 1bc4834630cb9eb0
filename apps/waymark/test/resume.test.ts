import { readdir } from "node:fs/promises";

import { loadCatalog, MappingExecutor } from "@waymark/executor";
import { openStore } from "@waymark/open-store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { ErrorDocument } from "../src/documents/error-document.js";
import type { MapDocument } from "../src/documents/map-document.js";
import { readDocument } from "./support/documents.js";
import { inProcess, type CommandOutcome } from "./support/in-process.js";
import { TestFolder } from "./support/test-folder.js";
import { runWaymark } from "../src/run-waymark.js";

/** More than two slices, so that a run can be stopped between its first answers and its last. */
const COUNT = 11_000;

describe("waymark resume", { timeout: 120_000 }, () => {
  let folder: TestFolder;
  const interrupted = new Set<string>();

  beforeEach(async () => {
    folder = await TestFolder.create();
    expect((await run(["catalog", "init"])).exitCode).toBe(0);
    const genes = (await folder.read("catalog/symbols.txt")).trim().split("\n");
    const lines = Array.from({ length: COUNT }, (_, index) => genes[index] ?? `NOTAGENE${String(index)}`);
    await folder.write("ids.txt", `${lines.join("\n")}\n`);
    interrupted.clear();
  });

  afterEach(() => folder.remove());

  const MAP = ["map", "ids.txt", "--from", "HGNC_SYMBOL", "--to", "NCBI_GENE", "--on-many", "best"];

  /** @param isInterrupted whether to interrupt the run at its first answers */
  async function run(
    args: readonly string[],
    isInterrupted = false,
    input = "",
    onLeave: (wayOn: () => string | null) => void = () => undefined,
  ): Promise<CommandOutcome> {
    const controller = new AbortController();
    return inProcess(
      async (context) => {
        if (isInterrupted)
          context.stderr.on("data", (chunk: Buffer) => {
            if (chunk.includes("is answering")) controller.abort(new Error("interrupted"));
          });
        return runWaymark(isInterrupted ? [...args, "--verbose"] : args, context);
      },
      { cwd: folder.path, input, interrupt: controller.signal, onLeave },
    );
  }

  async function statuses(): Promise<string[]> {
    const store = await openStore("sqlite:.waymark/trace.db", { folder: folder.path });
    try {
      return (await store.listSessions()).items.map((it) => `${it.targetType} ${it.status}`).sort();
    } finally {
      await store.close();
    }
  }

  it("continues an interrupted run, and writes what an undisturbed one would have written", async () => {
    const first = await run([...MAP, "--output", "out.tsv"], true);
    expect(first.exitCode).toBe(130);
    expect(first.stderr).toMatch(
      /error: interrupted: finished mappings are kept; continue with: waymark resume [0-9a-f-]{36}\n/,
    );
    expect(await statuses()).toEqual(["NCBI_GENE cancelled"]);
    expect((await readdir(folder.path)).filter((it) => it.includes("out.tsv"))).toEqual([]);

    const resumed = await run(["resume", "latest", "--json"]);
    expect(resumed.exitCode).toBe(0);
    expect(readDocument("map", resumed.stdout) as MapDocument).toMatchObject({
      status: "completed",
      sessions: [{ summary: { inputs: COUNT } }],
      output: { lines: COUNT },
    });
    expect(await statuses()).toEqual(["NCBI_GENE completed"]);
    await run([...MAP, "--fresh", "--output", "undisturbed.tsv"]);
    expect(await folder.read("out.tsv")).toBe(await folder.read("undisturbed.tsv"));
  });

  it("confirms the interrupt at once, and says how to continue after a second one", async () => {
    let wayOn: () => string | null = () => null;
    const { stderr } = await run(MAP, true, "", (it) => {
      wayOn = it;
      expect(it()).toBeNull();
    });
    const [, session = ""] = /^session (\S+) is answering$/m.exec(stderr) ?? [];
    expect(stderr).toMatch(
      /^stopping: finished mappings are being written; interrupt again to exit at once$/m,
    );
    expect(wayOn()).toBe(
      `exited at once: the committed part of session ${session} is kept; continue with: waymark resume ${session}`,
    );
    expect((await run([...MAP, "--quiet"], true)).stderr).not.toContain("stopping");
  });

  it("continues all sessions of a run with several target types", async () => {
    const args = [...MAP, "--to", "HGNC_ID", "--shape", "wide", "--output", "out.tsv"];
    expect((await run(args, true)).exitCode).toBe(130);
    expect(await statuses()).toEqual(["HGNC_ID cancelled", "NCBI_GENE cancelled"]);
    expect((await run(["resume", "latest"])).exitCode).toBe(0);
    expect(await statuses()).toEqual(["HGNC_ID completed", "NCBI_GENE completed"]);
    const [, line] = (await folder.read("out.tsv")).split("\n");
    expect(line).toContain("7157");
    expect(line).toContain("HGNC:11998");
  });

  it("leaves a completed session unchanged, and writes its recorded answers", async () => {
    const args = [...MAP, "--to", "HGNC_ID", "--shape", "wide", "--output", "out.tsv"];
    expect((await run(args, true)).exitCode).toBe(130);
    const store = await openStore("sqlite:.waymark/trace.db", { folder: folder.path });
    const { items } = await store.listSessions();
    const complete = items.find((it) => it.targetType === "HGNC_ID")?.id ?? "";
    try {
      const { catalog } = await loadCatalog(folder.file("catalog/catalog.yaml"));
      const ids = (await folder.read("ids.txt")).trim().split("\n");
      await new MappingExecutor({ catalog, store }).resume(complete, ids);
    } finally {
      await store.close();
    }
    // Any of its sessions can be named.
    const resumed = await run(["resume", complete]);
    expect(resumed.exitCode).toBe(0);
    expect(resumed.stderr).toContain(
      `note: the session to HGNC_ID had already ended as completed (${complete}): it is left unchanged, and its recorded answers are written\n`,
    );
    expect(await statuses()).toEqual(["HGNC_ID completed", "NCBI_GENE completed"]);
    await run([...args, "--fresh", "--output", "undisturbed.tsv"]);
    expect(await folder.read("out.tsv")).toBe(await folder.read("undisturbed.tsv"));
    expect((await run(["resume", complete])).stderr).toContain("has completed: there is nothing left to do");
  });

  it("asks for an input that came from standard input, and refuses a different one", async () => {
    const ids = await folder.read("ids.txt");
    const args = ["map", "-", ...MAP.slice(2), "--output", "out.tsv"];
    expect((await run(args, true, ids)).exitCode).toBe(130);
    const asked = await run(["resume", "latest"]);
    expect(asked.exitCode).toBe(2);
    expect(asked.stderr).toContain("--input -");
    const other = await run(["resume", "latest", "--input", "-", "--json"], false, `${ids}TP53\n`);
    expect(other.exitCode).toBe(2);
    const { error } = readDocument("error", other.stderr) as ErrorDocument;
    expect(error.message).toContain("is not the input");
    expect((await run(["resume", "latest", "--input", "-"], false, ids)).exitCode).toBe(0);
    expect((await folder.read("out.tsv")).trim().split("\n")).toHaveLength(COUNT + 1);
  });

  it("refuses a changed catalog, and a session that has completed or does not exist", async () => {
    expect((await run(["resume", "latest"])).exitCode).toBe(3);
    await run([...MAP, "--output", "out.tsv"], true);
    await folder.write("catalog/genes.tsv", (await folder.read("catalog/genes.tsv")).replace("7157", "7158"));
    const changed = await run(["resume", "latest"]);
    expect(changed.exitCode).toBe(2);
    expect(changed.stderr).toContain("the catalog, or its data, has changed since");
    await run([...MAP, "--limit", "5", "--output", "out.tsv"]);
    const done = await run(["resume", "latest"]);
    expect(done.exitCode).toBe(2);
    expect(done.stderr).toContain("has completed: there is nothing left to do");
    expect((await run(["resume", "ffffffff"])).exitCode).toBe(3);
  });
});
