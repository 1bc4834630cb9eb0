import { describe, expect, it } from "vitest";

import { FakeClock } from "../../../test/support/fake-clock.js";
import { ask, failures, like, serviceAt, targets } from "../../../test/support/http-resource.js";
import { testServer, type Served, type ServedRequest } from "../../../test/support/http-server.js";
import type { HttpJob, HttpRequest } from "./http-request.js";

const RESILIENCE = { retries: 1, breaker: null } as const;

describe("The pages of an HTTP resource", () => {
  const PAGES = [
    [{ id: "a", target: "1" }],
    [
      { id: "a", target: "2" },
      { id: "b", target: "3" },
    ],
    [],
  ];

  it("are followed by the Link header", async () => {
    const { url, requests } = await testServer(({ query }) => {
      const page = Number(query.get("page") ?? 0);
      const Link = `<http://x/a,b>; rel="prev", </next?page=${page + 1}>; title="a, b"; rel="last next"`;
      return { body: PAGES[page], ...(page < 2 && { headers: { Link } }) };
    });
    const resource = serviceAt({ url: `${url}/first?q={ids}`, paging: { next: "link" } });
    expect(targets(await ask(resource, ["a", "b"]))).toEqual({ a: ["1", "2"], b: ["3"] });
    expect(requests.map((it) => it.path)).toEqual(["/first?q=a,b", "/next?page=1", "/next?page=2"]);
  });

  it("are followed by a field of the answer", async () => {
    const { url } = await testServer(({ path, query }) => {
      const page = Number(query.get("page") ?? 0);
      const next =
        page < 2 ? `http://127.0.0.1:${new URL(url).port}${path.split("?")[0]}?page=${page + 1}` : null;
      return { body: { results: PAGES[page], links: { next } } };
    });
    const resource = serviceAt(
      { url: `${url}/first?q={ids}`, paging: { next: { json: "links.next" } } },
      { select: { items: "results", id: "id", target: "target" } },
    );
    expect(targets(await ask(resource, ["a", "b"]))).toEqual({ a: ["1", "2"], b: ["3"] });
  });

  it.each<[string, (page: number) => Served, RegExp]>([
    ["there are too many", (page) => link(`/?page=${page + 1}`), /more than 3 pages/],
    ["they form a cycle", (page) => link(`/?page=${page === 1 ? 1 : page + 1}`), /form a loop/],
    ["one fails", (page) => (page === 1 ? { status: 500 } : link("/?page=1")), /500 Internal Server Error/],
    ["one is cut off", (page) => (page === 1 ? "cut" : link("/?page=1")), /connection failed/],
    ["one makes no sense", (page) => (page === 1 ? { body: "{" } : link("/?page=1")), /truncated/],
    ["one is not at a URL", () => link("file:///etc/passwd"), /is not a URL/],
  ])("make the batch fail when %s, rather than return half of the answer", async (_, answer, message) => {
    const { url } = await testServer(({ query }) => answer(Number(query.get("page") ?? 0)));
    const request: HttpRequest = { url: `${url}/?q={ids}`, paging: { next: "link", limit: 3 } };
    const result = await ask(serviceAt(request, { resilience: RESILIENCE }), ["a", "b"]);
    expect(result.hits.size).toBe(0);
    expect(failures(result)).toEqual({
      a: like(message),
      b: like(message),
    });
  });

  it("make the batch fail when paging is not declared, rather than return half of the answer", async () => {
    const { url, requests } = await testServer(() => link("/?page=1"));
    const result = await ask(serviceAt({ url: `${url}/?q={ids}` }), ["a", "b"]);
    expect(result.hits.size).toBe(0);
    const message = like(/the answer has more pages: declare paging: \{ next: link \}/);
    expect(failures(result)).toEqual({ a: message, b: message });
    expect(requests).toHaveLength(1);
  });

  function link(to: string): Served {
    return { body: PAGES[0], headers: { Link: `<${to}>; rel=next` } };
  }
});

describe("The jobs of an HTTP resource", () => {
  /** Like UniProt: POST run, then status, which redirects to the results once the job is done. */
  const results = [
    { from: "P04637", to: { primaryAccession: "TP53_HUMAN" } },
    { from: "P04637", to: { primaryAccession: "Q1" } },
  ];

  async function service(
    status: (look: number) => Served,
    options: { readonly job?: Partial<HttpJob>; readonly clock?: FakeClock } = {},
  ): Promise<{ resource: ReturnType<typeof serviceAt>; requests: ServedRequest[] }> {
    let looks = 0;
    const { url, requests } = await testServer(({ path }) => {
      if (path === "/run") return { body: { jobId: "j/1" } };
      if (path === "/status/j%2F1") return status(looks++);
      if (path === "/results/j%2F1") return { body: { results, failedIds: ["X"] } };
      return { status: 404 };
    });
    const job: HttpJob = {
      id: "jobId",
      status: `${url}/status/{job}`,
      state: "jobStatus",
      done: ["FINISHED"],
      failed: ["ERROR"],
      intervalMs: 3000,
      ...options.job,
    };
    const body = { form: { from: "UniProtKB_AC-ID", to: "UniProtKB", ids: "{ids}" } };
    const select = { items: "results", id: "from", target: "to.primaryAccession" };
    const resource = serviceAt(
      { url: `${url}/run`, body, job: { ...job, ...(job.results && { results: url + job.results }) } },
      { select, resilience: RESILIENCE, clock: options.clock ?? new FakeClock() },
    );
    return { resource, requests };
  }

  it("are waited for, and their results fetched from where the status redirects to", async () => {
    const clock = new FakeClock();
    const { resource, requests } = await service(
      (look) =>
        look < 2
          ? { body: { jobStatus: look === 0 ? "NEW" : "RUNNING" } }
          : { status: 303, headers: { Location: "/results/j%2F1" }, body: { jobStatus: "FINISHED" } },
      { clock },
    );
    expect(targets(await ask(resource, ["P04637", "X"]))).toEqual({ P04637: ["TP53_HUMAN", "Q1"] });
    expect(clock.waits).toEqual([3000, 3000]);
    expect(requests.map((it) => `${it.method} ${it.path}`)).toEqual([
      "POST /run",
      "GET /status/j%2F1",
      "GET /status/j%2F1",
      "GET /status/j%2F1",
      "GET /results/j%2F1",
    ]);
  });

  it("are still waited for when the URL of their status has moved permanently", async () => {
    let looks = 0;
    const { url, requests } = await testServer(({ path }) => {
      if (path === "/run") return { body: { jobId: "1" } };
      if (path === "/old/1") return { status: 301, headers: { Location: "/status/1" } };
      if (path !== "/status/1") return { body: { results } };
      return looks++ === 0
        ? { body: { jobStatus: "RUNNING" } }
        : { status: 303, headers: { Location: "/results/1" } };
    });
    const job = { id: "jobId", status: `${url}/old/{job}`, state: "jobStatus", done: [], failed: [] };
    const resource = serviceAt(
      { url: `${url}/run`, body: { form: { ids: "{ids}" } }, job },
      { select: { items: "results || `[]`", id: "from", target: "to.primaryAccession" } },
    );
    expect(targets(await ask(resource, ["P04637"]))).toEqual({ P04637: ["TP53_HUMAN", "Q1"] });
    expect(requests.map((it) => it.path)).toEqual([
      "/run",
      ...["/old/1", "/status/1", "/old/1", "/status/1"],
      "/results/1",
    ]);
  });

  it("have their results at the declared URL, or in the status itself", async () => {
    const declared = await service(() => ({ body: { jobStatus: "FINISHED" } }), {
      job: { results: "/results/{job}" },
    });
    expect((await ask(declared.resource, ["P04637"])).hits.get("P04637")).toHaveLength(2);
    const inStatus = await service(() => ({ body: { jobStatus: "FINISHED", results } }));
    expect((await ask(inStatus.resource, ["P04637"])).hits.get("P04637")).toHaveLength(2);
  });

  it("are asked for their status again after a transient failure", async () => {
    const { resource } = await service((look) =>
      look === 0 ? { status: 503 } : { body: { jobStatus: "FINISHED", results } },
    );
    const result = await ask(resource, ["P04637"]);
    expect(result.hits.size).toBe(1);
    expect(result.attempts).toBe(2);
  });

  it.each<[string, Served, RegExp]>([
    ["they fail", { body: { jobStatus: "ERROR" } }, /the job failed/],
    ["they take too long", { body: { jobStatus: "RUNNING" } }, /not done within 300000 ms/],
    ["they are unknown", { status: 404 }, /404 Not Found/],
    ["they have no state", { body: {} }, /no state at jobStatus/],
  ])("are a failure when %s", async (_, status, message) => {
    const { resource } = await service(() => status);
    expect(failures(await ask(resource, ["P04637"]))).toEqual({ P04637: like(message) });
  });
});
