import { describe, expect, it } from "vitest";

import { ask, failures, like, serviceAt, targets } from "../../../test/support/http-resource.js";
import { testServer } from "../../../test/support/http-server.js";

const ONCE = { retries: 0, breaker: null } as const;

describe("An HTTP resource", () => {
  it("asks in batches, percent-encoded, and returns the targets in the answers as hits", async () => {
    const { url, requests } = await testServer(({ query }) => ({
      body: query
        .get("q")!
        .split(",")
        .filter((id) => id !== "c")
        .map((id) => ({ id, target: [`${id}1`, `${id}2`] })),
    }));
    const resource = serviceAt({ url: `${url}/map?q={ids}`, batchSize: 2 });
    const result = await ask(resource, ["a b", "c", "é&"]);
    expect(targets(result)).toEqual({ "a b": ["a b1", "a b2"], "é&": ["é&1", "é&2"] });
    expect(result).toMatchObject({ attempts: 1, failed: new Map(), withdrawn: new Set() });
    expect(requests.map((it) => it.path).sort()).toEqual(["/map?q=%C3%A9%26", "/map?q=a%20b,c"]);
    expect(requests[0]!.headers["user-agent"]).toMatch(/^waymark\//);
  });

  it("asks one by one, and takes a 404 as unknown unless declared otherwise", async () => {
    const { url } = await testServer(({ path }) =>
      path === "/gene/a" ? { body: { target: 7 } } : { status: 404, body: "no" },
    );
    const request = { url: `${url}/gene/{id}` };
    const select = { target: "target" };
    const result = await ask(serviceAt(request, { select }), ["a", "b"]);
    expect(targets(result)).toEqual({ a: ["7"] });
    expect(result.failed.size).toBe(0);
    const strict = await ask(serviceAt({ ...request, notFound: "failure" }, { select }), ["a", "b"]);
    expect(failures(strict)).toEqual({ b: like(/GET .*\/gene\/b .*404 Not Found/) });
  });

  it("takes a 404 for a batch as a failure unless declared otherwise", async () => {
    const { url } = await testServer(() => ({ status: 404 }));
    const request = { url: `${url}/?q={ids}` };
    expect((await ask(serviceAt(request), ["a", "b"])).failed.size).toBe(2);
    expect((await ask(serviceAt({ ...request, notFound: "unknown" }), ["a"])).failed.size).toBe(0);
  });

  it("posts JSON, with the identifiers as a list or joined, and forms", async () => {
    const { url, requests } = await testServer(() => ({ body: [] }));
    const json = { ids: ["{ids}"], query: "in {ids}", species: 9606 };
    await ask(serviceAt({ url, body: { json }, separator: "|" }), ["a", 'b"']);
    await ask(serviceAt({ url, body: { form: { ids: "{ids}", from: "x y" } } }), ["a", "b&"]);
    expect(requests.map((it) => [it.method, it.headers["content-type"], it.body])).toEqual([
      ["POST", "application/json", JSON.stringify({ ids: ["a", 'b"'], query: 'in a|b"', species: 9606 })],
      ["POST", "application/x-www-form-urlencoded", "ids=a%2Cb%26&from=x+y"],
    ]);
  });

  it.each<["stall" | "close" | "cut", RegExp]>([
    ["stall", /not answered within 300 ms/],
    ["close", /the connection failed \(/],
    ["cut", /the connection failed \(/],
  ])("keeps the other batches' answers when one meets a %s", async (trouble, message) => {
    const { url } = await testServer(({ query }) =>
      query.get("q") === "b" ? trouble : { body: [{ id: query.get("q"), target: "1" }] },
    );
    const resilience = { ...ONCE, ...(trouble === "stall" && { timeoutMs: 300 }) };
    const result = await ask(serviceAt({ url: `${url}/?q={ids}`, batchSize: 1 }, { resilience }), [
      "a",
      "b",
      "c",
    ]);
    expect(targets(result)).toEqual({ a: ["1"], c: ["1"] });
    expect(failures(result)).toEqual({ b: like(message) });
  });

  it("does not ask for identifiers that would reach the service as something else", async () => {
    const { url, requests } = await testServer(() => ({ body: [{ id: "a", target: "1" }] }));
    const result = await ask(serviceAt({ url: `${url}/?{ids}` }), ["a", "b,c"]);
    expect(targets(result)).toEqual({ a: ["1"] });
    expect(failures(result)).toEqual({ "b,c": like("contains the separator") });
    expect(failures(await ask(serviceAt({ url: `${url}/x/{id}` }), [".."]))).toHaveProperty([".."]);
    expect(requests).toHaveLength(1);
  });

  it("follows the redirect of a POST with a GET, unless the service wants the POST again", async () => {
    const { url, requests } = await testServer(({ path }) =>
      path === "/done"
        ? { body: [{ id: "a", target: "1" }] }
        : { status: Number(path.slice(1)), headers: { Location: "/done" } },
    );
    for (const status of [302, 303, 307, 301]) {
      const resource = serviceAt({ url: `${url}/${status}`, body: { form: { q: "{ids}" } } });
      expect(targets(await ask(resource, ["a"]))).toEqual({ a: ["1"] });
    }
    const followed = requests.filter((it) => it.path === "/done");
    expect(followed.map((it) => `${it.method} ${it.body}`)).toEqual(["GET ", "GET ", "POST q=a", "POST q=a"]);
  });

  it("reads the release that the service names, and has none before that", async () => {
    const { url } = await testServer(() => ({ headers: { "X-Release": "2026_01" }, body: [] }));
    const named = serviceAt({ url: `${url}/?{ids}` }, { release: { header: "X-Release" } });
    expect(named.release).toBeNull();
    await ask(named, ["a"]);
    expect(named.release).toBe("2026_01");
    expect(serviceAt({ url: `${url}/?{ids}` }, { release: "7", maxAgeMs: 5 })).toMatchObject({
      release: "7",
      maxAgeMs: 5,
      contentHash: null,
    });
  });

  it("rejects with the reason of an abort", async () => {
    const controller = new AbortController();
    const { url } = await testServer(() => {
      controller.abort(new Error("enough"));
      return "stall";
    });
    await expect(ask(serviceAt({ url: `${url}/?{ids}` }), ["a"], controller.signal)).rejects.toThrow(
      "enough",
    );
  });

  it("asks for a thousand identifiers one by one without a warning", async () => {
    const warnings: Error[] = [];
    const note = (warning: Error): number => warnings.push(warning);
    process.on("warning", note);
    const { url } = await testServer(() => ({ body: { target: "1" } }));
    const many = Array.from({ length: 1000 }, (_, i) => `id${i}`);
    const result = await ask(serviceAt({ url: `${url}/{id}` }, { select: { target: "target" } }), many);
    process.off("warning", note);
    expect(result.hits.size).toBe(1000);
    expect(warnings).toEqual([]);
  });

  it.each<[string, Parameters<typeof serviceAt>[0], RegExp]>([
    ["no placeholder", { url: "http://h/" }, /needs \{id\} or \{ids\}/],
    ["both kinds of placeholders", { url: "http://h/{id}?{ids}" }, /both/],
    ["an unknown placeholder", { url: "http://h/{ids}?{idz}" }, /has \{idz\}/],
    ["credentials in its URL", { url: "http://me:pw@h/{ids}" }, /contains credentials/],
    ["a secret in its URL", { url: "http://h/{ids}?key=${env:KEY}" }, /put secrets into headers/],
    ["a body for a GET", { url: "http://h/", method: "GET", body: { form: { a: "{ids}" } } }, /no body/],
    [
      "an invalid JMESPath",
      { url: "http://h/{ids}", paging: { next: { json: "[" } } },
      /not a valid JMESPath/,
    ],
  ])("refuses a request that has %s", (_, request, message) => {
    expect(() => serviceAt(request)).toThrow(message);
  });
});
