import { join } from "node:path";

import { isWaymarkError } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { catalogFolder } from "../../../test/support/catalog-folder.js";
import { testServer } from "../../../test/support/http-server.js";
import { MappingExecutor } from "../../mapping/mapping-executor.js";
import { HttpResource } from "../../resources/http/http-resource.js";
import { ResilientResource } from "../../resources/resilience/resilient-resource.js";
import type { InvalidCatalogError } from "../invalid-catalog-error.js";
import { loadCatalog, type LoadedCatalog } from "../load-catalog.js";

const CATALOG = `types:
  A: {}
  B: {}
  C: {}
resources:
  service:
    http:
      url: URL/map?q={ids}
      batchSize: 50
      headers: { Authorization: 'Bearer \${env:WAYMARK_TEST_TOKEN}' }
      paging: { next: { json: links.next }, limit: 5 }
    release: { header: X-Release }
    maxAge: 7d
    resilience:
      timeout: 5s
      retries: 1
      backoff: { first: 1ms, max: 2ms }
      breaker: { failures: 3, resetAfter: 1m }
      concurrency: 2
      rate: { requests: 100, per: 1s }
    maps:
      ab:
        from: A
        to: B
        relation: product
        confidence: 0.8
        select: { items: results, id: id, target: to }
      bc:
        from: B
        to: C
        select: { target: to }
        http: { url: 'URL/one/{id}', notFound: unknown }
  table:
    file: t.tsv
    resilience: { timeout: 1s, breaker: none }
    maps: { bc: { from: { type: B, column: b }, to: { type: C, column: c } } }
paths:
  p: [service.ab, table.bc]
`;

beforeEach(() => {
  vi.stubEnv("WAYMARK_TEST_TOKEN", "s3cr3t");
});

afterEach(() => {
  vi.unstubAllEnvs();
});

async function load(yaml: string, url = "http://127.0.0.1:9"): Promise<LoadedCatalog> {
  const folder = await catalogFolder({
    "catalog.yaml": yaml.replaceAll("URL", url),
    "t.tsv": "b\tc\nb1\tc1\n",
  });
  return loadCatalog(join(folder, "catalog.yaml"));
}

/** The problems, as `line:column message`. */
async function problems(yaml: string): Promise<string[]> {
  const error: unknown = await load(yaml).catch((it: unknown) => it);
  if (!isWaymarkError(error, "invalid-catalog")) throw new Error("it is valid", { cause: error });
  return (error as InvalidCatalogError).problems.map((it) => `${it.line}:${it.column} ${it.message}`);
}

describe("A service in a catalog", () => {
  it("is asked as it is declared", async () => {
    const { url, requests } = await testServer(({ path }, index) => {
      if (index === 0) return { status: 503 };
      return path.startsWith("/one")
        ? { body: { to: "c2" } }
        : { body: { results: [{ id: "a1", to: ["b1"] }] }, headers: { "X-Release": "9" } };
    });
    const { catalog, report } = await load(CATALOG, url);
    const resource = catalog.resources.get("service")!;
    expect(resource).toBeInstanceOf(HttpResource);
    expect(resource).toMatchObject({ maxAgeMs: 7 * 24 * 3_600_000, release: null });
    expect(resource.maps[0]).toMatchObject({ relation: "product", ranks: [{ name: null, confidence: 0.8 }] });
    expect(JSON.stringify(resource.maps)).not.toContain("s3cr3t");
    expect(catalog.resources.get("table")).toBeInstanceOf(ResilientResource);
    expect(report.resources.map((it) => it.name)).toEqual(["table"]);

    const { signal } = new AbortController();
    const request = { rank: 0, direction: "forward", signal } as const;
    const ab = await resource.lookUp({ ...request, map: "ab", identifiers: ["a1", "a2"] });
    expect([...ab.hits.keys()]).toEqual(["a1"]);
    expect(ab).toMatchObject({ attempts: 2, failed: new Map() });
    expect(resource.release).toBe("9");
    const bc = await resource.lookUp({ ...request, map: "bc", identifiers: ["b1"] });
    expect(bc.hits.get("b1")).toMatchObject([{ identifier: "c2" }]);
    expect(requests.map((it) => it.path)).toEqual(["/map?q=a1,a2", "/map?q=a1,a2", "/one/b1"]);
    expect(requests[2]!.headers.authorization).toBe("Bearer s3cr3t");
  });

  it("posts its body as JSON or as a form", async () => {
    const { url, requests } = await testServer(() => ({ body: [] }));
    const yaml = (body: string): string => `
types: { A: {}, B: {} }
resources:
  s: { http: { url: URL, body: ${body} }, maps: { m: { from: A, to: B, select: { id: x, target: y } } } }
`;
    for (const body of [
      '{ json: { ids: ["{ids}"], n: 9606, deep: { yes: true } } }',
      "{ form: { q: '{ids}' } }",
    ]) {
      const { catalog } = await load(yaml(body), url);
      const { signal } = new AbortController();
      const request = { map: "m", rank: 0, direction: "forward", identifiers: ["a", "b"], signal } as const;
      await catalog.resources.get("s")!.lookUp(request);
    }
    expect(requests.map((it) => it.body)).toEqual([
      '{"ids":["a","b"],"n":9606,"deep":{"yes":true}}',
      "q=a%2Cb",
    ]);
  });

  it.each<[string, string, string, string]>([
    [
      "an unknown key",
      "batchSize:",
      "batchsize:",
      "9:7 resources.service.http.batchsize: unknown key batchsize. Did",
    ],
    ["nothing to ask for", "q={ids}", "q=", "8:12 resources.service.http.url: needs {id} or {ids}"],
    [
      "a missing variable",
      "WAYMARK_TEST_TOKEN",
      "WAYMARK_NONE",
      "10:33 resources.service.http.headers.Authorization: the environment variable WAYMARK_NONE is not set",
    ],
    [
      "a secret in plain text",
      "'Bearer ${env:WAYMARK_TEST_TOKEN}'",
      "Bearer x",
      "10:7 resources.service.http.headers: Authorization holds a secret",
    ],
    [
      "an invalid JMESPath",
      "links.next",
      "'links['",
      "11:7 resources.service.http.paging: is not a valid JMESPath",
    ],
    [
      "a release without a header or a JMESPath",
      "{ header: X-Release }",
      "{ url: 'http://h/' }",
      "12:5 resources.service.release: needs either header, the name of a header that has the release, alone or with a url, or",
    ],
    [
      "a release from an invalid URL",
      "{ header: X-Release }",
      "{ json: v, url: about }",
      "12:30 resources.service.release.url: must be a full URL",
    ],
    ["a maximum age without a unit", "7d", "7", "13:13 resources.service.maxAge: must be a duration such as"],
    [
      "a time-out without a unit",
      "5s",
      "5",
      "15:16 resources.service.resilience.timeout: must be a duration",
    ],
    [
      "an incomplete breaker",
      ", resetAfter: 1m",
      "",
      "18:7 resources.service.resilience.breaker: needs failures and resetAfter",
    ],
    [
      "a map without selectors",
      "select: { items: results, id: id, target: to }",
      "",
      "22:7 resources.service.maps.ab: needs from, to and select",
    ],
    ["a batch without an identifier", "id: id, ", "", "27:9 resources.service.maps.ab.select: id is needed"],
    ["a type that is not declared", "to: B", "to: X", "24:13 resources.service.maps.ab.to: unknown type X"],
    ["a path over an unknown map", "service.ab,", "service.xy,", "38:7"],
  ])("with %s is refused where that stands", async (_, from, to, message) => {
    expect(CATALOG).toContain(from);
    const found = await problems(CATALOG.replace(from, to));
    expect(found[0]).toContain(message);
    // A problem in a part shared by several maps is reported once.
    expect(found.filter((it) => it.includes(".http"))).toHaveLength(message.includes(".http") ? 1 : 0);
  });

  it("takes part in a run, where its failures are not absences", async () => {
    const { url } = await testServer(({ query }) => {
      const id = query.get("q");
      if (id === "a3") return "close";
      return { body: { results: id === "a1" ? [{ id, to: "b1" }] : [] } };
    });
    const { catalog } = await load(CATALOG.replace("batchSize: 50", "batchSize: 1"), url);
    const store = new InMemoryTraceStore();
    const executor = new MappingExecutor({ catalog, store });
    const { results, session } = await executor.executeMapping({
      sourceType: "A",
      targetType: "C",
      identifiers: ["a1", "a2", "a3"],
    });
    expect(results.map((it) => [it.raw, it.outcome.outcome, it.targets.map(({ id }) => id)])).toEqual([
      ["a1", "mapped", ["c1"]],
      ["a2", "not_found", []],
      ["a3", "unresolved", []],
    ]);
    expect(JSON.stringify(await store.listPathExecutions({ sessionId: session.id }))).not.toContain("s3cr3t");
  });

  it("serves from the cache, in another process, what it answered in the release that it has now", async () => {
    let release = "1";
    const { url, requests } = await testServer(({ path }) => ({
      body: path === "/about" ? { data: { release } } : { results: [{ id: "a1", to: "b1" }] },
    }));
    const yaml = CATALOG.replace("{ header: X-Release }", "{ url: URL/about, json: data.release }").replace(
      "maxAge: 7d",
      "",
    );
    const store = new InMemoryTraceStore();
    // Each run loads the catalog again, as another process would.
    const run = async () => {
      const { catalog, report } = await load(yaml, url);
      expect(report.warnings).toEqual([]);
      const request = { sourceType: "A", targetType: "C", identifiers: ["a1"] };
      const { results } = await new MappingExecutor({ catalog, store }).executeMapping(request);
      return results.map((it) => [it.servedFrom, it.targets[0]?.hops[0]?.release]);
    };
    expect(await run()).toEqual([["live", "1"]]);
    expect(await run()).toEqual([["cache", "1"]]);
    release = "2";
    expect(await run()).toEqual([["live", "2"]]);
    expect(requests.map((it) => it.path)).toEqual(["/about", "/map?q=a1", "/about", "/about", "/map?q=a1"]);
  });

  it("is used, with a warning, if it does not say which release it has", async () => {
    const { url } = await testServer(({ path }) =>
      path === "/about" ? { status: 404 } : { body: { results: [{ id: "a1", to: "b1" }] } },
    );
    const yaml = CATALOG.replace("{ header: X-Release }", "{ header: X-Release, url: URL/about }");
    const { catalog, report } = await load(yaml, url);
    expect(report.warnings).toEqual([
      `Resource service: GET ${url}/about was answered with 404 Not Found; its release is not known`,
    ]);
    const executor = new MappingExecutor({ catalog, store: new InMemoryTraceStore() });
    const request = { sourceType: "A", targetType: "C", identifiers: ["a1"] };
    expect((await executor.executeMapping(request)).results[0]?.targets[0]?.id).toBe("c1");
  });

  it("cannot be the primary resource of a type", async () => {
    expect(await problems(CATALOG.replace("A: {}", "A: { primary: service.a }"))).toEqual([
      expect.stringContaining("service is a service, which does not say what is current"),
    ]);
  });
});
