import { gzipSync } from "node:zlib";

import { describe, expect, it } from "vitest";

import { ask, failures, like, serviceAt, targets } from "../../../test/support/http-resource.js";
import { testServer } from "../../../test/support/http-server.js";

describe("The answer of a service", () => {
  it("is read as a table by the names of its columns", async () => {
    const tsv = "From\tEntry\tscore\na\tP1;P2\t0.5\nb\t\"5' end\t\n\r\nc\t\t1\n";
    const { url } = await testServer(({ path }) => ({
      body: path.startsWith("/tsv") ? tsv : 'From,Entry,score\r\n"a","P,1",1\r\n',
    }));
    const select = { id: "From", target: "Entry", confidence: "score", listSeparator: ";" };
    const result = await ask(serviceAt({ url: `${url}/tsv?{ids}`, format: "tsv" }, { select }), [
      "a",
      "b",
      "c",
    ]);
    expect(targets(result)).toEqual({ a: ["P1", "P2"], b: ["\"5' end"] });
    expect(result.hits.get("a")![0]!.confidence).toBe(0.5);
    const csv = await ask(serviceAt({ url: `${url}/csv?{ids}`, format: "csv" }, { select }), ["a"]);
    expect(targets(csv)).toEqual({ a: ["P,1"] });
  });

  it("is read as JSON by JMESPath", async () => {
    const { url } = await testServer(() => ({
      body: { results: [null, { of: ["a", "b"], to: { ids: [1, [null, "", "2"]] }, score: "0.25" }] },
    }));
    const select = { items: "results[]", id: "of", target: "to.ids", confidence: "score" };
    const { hits } = await ask(serviceAt({ url: `${url}/?{ids}` }, { select }), ["a", "b"]);
    const found = ["1", "2"].map((identifier) => ({ identifier, confidence: 0.25, matchedAs: null }));
    expect(Object.fromEntries(hits)).toEqual({ a: found, b: found });
  });

  it("counts a repeated target once, and ignores what was not asked for", async () => {
    const { url } = await testServer(() => ({
      body: [
        { id: "a", target: ["1", " 1"] },
        { id: "x", target: "9" },
        { id: "a", target: "1" },
        { id: "A", target: "8" },
      ],
    }));
    expect(targets(await ask(serviceAt({ url: `${url}/?{ids}` }), ["a", "b"]))).toEqual({ a: ["1"] });
  });

  it("is about the identifier as normalised by the type's rules", async () => {
    const { url } = await testServer(() => ({ body: [{ id: "hgnc:1", target: "1" }] }));
    const resource = serviceAt({ url: `${url}/?{ids}` }, { source: { barePrefix: "HGNC:" } });
    expect(targets(await ask(resource, ["HGNC:1"]))).toEqual({ "HGNC:1": ["1"] });
  });

  it("may name an identifier in another case if the type folds case, and is labelled accordingly", async () => {
    const { url, requests } = await testServer(({ query }) => ({
      body: query.get("q")!.includes("b")
        ? [
            { id: "B", target: "folded" },
            { id: "b", target: "exact" },
          ]
        : [{ id: "Egfr", target: "1" }],
    }));
    const resource = serviceAt({ url: `${url}/?q={ids}` }, { source: { foldCase: "last" } });
    const { hits } = await ask(resource, ["egfr"]);
    expect(hits.get("egfr")).toEqual([{ identifier: "1", confidence: 0.95 * 0.9, matchedAs: "case folded" }]);
    // Two identifiers that differ only in case never share a request.
    expect(targets(await ask(resource, ["EGFR", "egfr"]))).toEqual({ EGFR: ["1"], egfr: ["1"] });
    expect(requests).toHaveLength(3);
    expect(targets(await ask(resource, ["b"]))).toEqual({ b: ["exact"] });
  });

  it("is a failure for an identifier whose only targets are not valid", async () => {
    const { url } = await testServer(() => ({
      body: [
        { id: "a", target: ["x", "1"] },
        { id: "b", target: "x" },
      ],
    }));
    const result = await ask(serviceAt({ url: `${url}/?{ids}` }, { target: { pattern: "\\d+" } }), [
      "a",
      "b",
    ]);
    expect(targets(result)).toEqual({ a: ["1"] });
    expect(failures(result)).toEqual({ b: like("does not fit TARGET's pattern") });
  });

  it.each<[string, unknown, RegExp]>([
    ["is cut off", '[{"id": "a"', /not JSON, or is truncated/],
    ["has no items", { error: "busy" }, /nothing at results/],
    ["has no identifier in any item", { results: [{ target: "1" }] }, /no item .* at id/],
    [
      "has a target that is not a string",
      { results: [{ id: "a", target: { x: 1 } }] },
      /at target of the answer is not an identifier/,
    ],
    ["has a number that lost digits", '{"results": [{"id": "a", "target": 12345678901234567890}]}', /target/],
    ["has a confidence above 1", { results: [{ id: "a", target: "1", score: 85 }] }, /from 0 to 1/],
  ])("is a failure for the batch when it %s", async (_, body, message) => {
    const { url } = await testServer(() => ({ body }));
    const select = { items: "results", id: "id", target: "target", confidence: "score" };
    const result = await ask(serviceAt({ url: `${url}/?{ids}` }, { select }), ["a", "b"]);
    expect(result.hits.size).toBe(0);
    expect(failures(result)).toEqual({
      a: like(message),
      b: like(message),
    });
  });

  it.each<[string, string, RegExp]>([
    ["lacks a column", "From\tTo\na\t1\n", /no column Entry/],
    ["is cut off in a row", "From\tEntry\na\t1\nb", /more or fewer cells/],
    ["is empty", "", /no header/],
  ])("is a failure for the batch when the table %s", async (_, body, message) => {
    const { url } = await testServer(() => ({ body }));
    const select = { id: "From", target: "Entry" };
    const result = await ask(serviceAt({ url: `${url}/?{ids}`, format: "tsv" }, { select }), ["a"]);
    expect(failures(result)).toEqual({ a: like(message) });
  });

  it.each<[string, number, object, RegExp]>([
    ["is not ready yet", 202, { waiting: "1" }, /202 Accepted: the answer is not ready yet/],
    ["is only a part", 206, [], /206 Partial Content: declare paging to read the rest/],
  ])("is a failure when it %s", async (_, status, body, message) => {
    const { url } = await testServer(() => ({ status, body }));
    const select = { target: "target" };
    const result = await ask(serviceAt({ url: `${url}/{id}` }, { select }), ["a"]);
    expect(failures(result)).toEqual({ a: like(message) });
  });

  it("may come in parts if paging is declared", async () => {
    const { url } = await testServer(({ query }) => ({
      status: 206,
      headers: query.has("rest") ? {} : { Link: "</?rest>; rel=next" },
      body: [{ id: "a", target: query.has("rest") ? "2" : "1" }],
    }));
    const resource = serviceAt({ url: `${url}/?q={ids}`, paging: { next: "link" } });
    expect(targets(await ask(resource, ["a"]))).toEqual({ a: ["1", "2"] });
  });

  it("is a failure when it is too long, even if it is compressed", async () => {
    const long = JSON.stringify(["x".repeat(10_000)]);
    const { url } = await testServer(({ path }) =>
      path === "/?a" ? { body: long } : { body: gzipSync(long), headers: { "content-encoding": "gzip" } },
    );
    for (const id of ["a", "b"]) {
      const result = await ask(serviceAt({ url: `${url}/?{ids}`, maxBytes: 1000 }), [id]);
      expect(failures(result)).toEqual({ [id]: like("longer than 1000 bytes") });
    }
  });
});
