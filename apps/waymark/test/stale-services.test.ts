import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { StaleDocument } from "../src/documents/stale-document.js";
import { readDocument } from "./support/documents.js";
import { waymark, type CommandOutcome } from "./support/in-process.js";
import { TestFolder } from "./support/test-folder.js";

describe("The command stale, for mappings that rest on a service", () => {
  let folder: TestFolder;
  let server: Server;
  let release: string | null = "1";
  const stale = ["stale", "--catalog", "catalog.yaml"];

  const run = (...args: string[]): Promise<CommandOutcome> => waymark(args, { cwd: folder.path });

  const read = async (): Promise<StaleDocument> =>
    readDocument("stale", (await run(...stale, "--json")).stdout) as StaleDocument;

  beforeAll(async () => {
    folder = await TestFolder.create();
    server = createServer((request, response) => {
      if (request.url === "/about") response.statusCode = release === null ? 503 : 200;
      response.end(JSON.stringify(request.url === "/about" ? { release } : [{ id: "A", target: "a1" }]));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    const catalog = {
      types: { NAME: {}, CODE: {} },
      resources: {
        service: {
          http: { url: `${origin}/?{ids}` },
          release: { url: `${origin}/about`, json: "release" },
          resilience: { retries: 0 },
          maps: { code: { from: "NAME", to: "CODE", select: { id: "id", target: "target" } } },
        },
      },
    };
    await folder.write("catalog.yaml", JSON.stringify(catalog));
    await folder.write("names.txt", "A\n");
    expect((await run("map", "names.txt", "--from", "NAME", "--to", "CODE")).exitCode).toBe(0);
  });

  afterAll(async () => {
    server.close();
    await folder.remove();
  });

  it("finds nothing while the release is the same, and lists them when it is another", async () => {
    release = "1";
    expect(await run(...stale)).toMatchObject({
      stdout: "",
      stderr: "no mapping rests on data that has changed\n",
    });
    release = "2";
    expect((await run(...stale)).stdout).toMatch(/^NAME A → CODE a1, seen .*: service 1 → 2\n$/);
    const { notJudged, mappings } = await read();
    expect([notJudged, mappings.length]).toEqual([[], 1]);
  });

  it("says that it cannot judge them while the service does not name its release", async () => {
    release = null;
    const { exitCode, stdout, stderr } = await run(...stale);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
    expect(stderr.split("\n")).toEqual([
      expect.stringMatching(
        /^note: Resource service: .*\/about was answered with 503 .*; its release is not known$/,
      ),
      "note: the current release of service is not known, so no mapping is listed because of it",
      "no mapping rests on data that is known to have changed",
      "",
    ]);
    expect(await read()).toMatchObject({ notJudged: ["service"], mappings: [] });
  });
});
