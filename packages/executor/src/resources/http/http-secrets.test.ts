import { inspect } from "node:util";

import { isWaymarkError } from "@waymark/trace-core";
import { describe, expect, it } from "vitest";

import { ask, failures, like, serviceAt, targets } from "../../../test/support/http-resource.js";
import { testServer } from "../../../test/support/http-server.js";

const SECRET = "s3cr3t-value";
const HEADERS = { Authorization: "Bearer ${env:TOKEN}", "X-Species": "human" };
const environment = { TOKEN: SECRET };
const FOUND = { body: [{ id: "a", target: "1" }] };

describe("The headers of an HTTP resource", () => {
  it("are sent with values from the environment", async () => {
    const { url, requests } = await testServer(() => FOUND);
    await ask(serviceAt({ url: `${url}/?{ids}`, headers: HEADERS }, { environment }), ["a"]);
    expect(requests[0]!.headers).toMatchObject({
      authorization: `Bearer ${SECRET}`,
      "x-species": "human",
      accept: like("application/json"),
    });
  });

  it("name the variable that is missing, or is empty", () => {
    const make = (TOKEN?: string): unknown =>
      serviceAt({ url: "http://h/{ids}", headers: HEADERS }, { environment: { TOKEN } });
    for (const value of [undefined, ""]) {
      expect(() => make(value)).toThrow(
        "Resource service, header Authorization: the environment variable TOKEN is not set",
      );
    }
  });

  it("do not reveal a value that cannot be sent", () => {
    const request = { url: "http://h/{ids}", headers: HEADERS };
    const error = caught(() => serviceAt(request, { environment: { TOKEN: `${SECRET}\nX: y` } }));
    expect(isWaymarkError(error, "invalid-http-header")).toBe(true);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain(SECRET);
  });

  it("must not contain a secret in plain text", () => {
    const headers = { "X-Api-Key": SECRET };
    const error = caught(() => serviceAt({ url: "http://h/{ids}", headers }));
    expect(String(error)).toMatch(/X-Api-Key holds a secret/);
    expect(inspect(error)).not.toContain(SECRET);
  });

  it("do not appear in the resource, its definition or a failure, whatever the service echoes", async () => {
    const echo = `{"echo": "${SECRET}"`;
    const { url } = await testServer(({ path }) => {
      if (path === "/?a") return { body: echo };
      if (path === "/?b") return { status: 400, body: echo };
      return { body: JSON.stringify([{ id: SECRET, target: { x: SECRET } }]) };
    });
    const resource = serviceAt(
      { url: `${url}/?{ids}`, headers: HEADERS, batchSize: 1 },
      { environment, resilience: { retries: 0 } },
    );
    const result = await ask(resource, ["a", "b", "c"]);
    expect(result.failed.size).toBe(3);
    const shown = inspect([resource, result], { depth: null, showHidden: true });
    expect(shown).not.toContain(SECRET);
    expect(JSON.stringify(resource.maps)).toContain("Bearer ${env:TOKEN}");
  });

  it("are not sent to another origin to which the service redirects or links", async () => {
    const other = await testServer(({ path }) =>
      path === "/page" ? { body: [] } : { ...FOUND, headers: { Link: "</page>; rel=next" } },
    );
    const { url } = await testServer(() => ({ status: 302, headers: { Location: `${other.url}/` } }));
    const request = { url: `${url}/?{ids}`, headers: HEADERS, paging: { next: "link" } } as const;
    expect(targets(await ask(serviceAt(request, { environment }), ["a"]))).toEqual({ a: ["1"] });
    expect(other.requests).toHaveLength(2);
    for (const { headers } of other.requests) {
      expect(headers.authorization).toBeUndefined();
      expect(headers["x-species"]).toBe("human");
    }
  });

  it("are sent along with a redirect within the origin, which is not followed for ever", async () => {
    const { url, requests } = await testServer(({ path }) =>
      path.startsWith("/new")
        ? FOUND
        : { status: 307, headers: { Location: path === "/?a" ? "/new" : path } },
    );
    const request = { url: `${url}/?{ids}`, headers: HEADERS };
    expect(targets(await ask(serviceAt(request, { environment }), ["a"]))).toEqual({ a: ["1"] });
    expect(requests[1]!.headers.authorization).toBe(`Bearer ${SECRET}`);
    const result = await ask(serviceAt(request, { environment }), ["b"]);
    expect(failures(result)).toEqual({ b: like("redirected more than 5 times") });
  });

  it.each(["http://me:pw@127.0.0.1/", "ftp://127.0.0.1/", "http://"])(
    "are not sent on to %s, which nobody could follow, and which is shown to nobody",
    async (location) => {
      const { url, requests } = await testServer(() => ({ status: 302, headers: { Location: location } }));
      const result = await ask(serviceAt({ url: `${url}/?{ids}`, headers: HEADERS }, { environment }), ["a"]);
      expect(failures(result)).toEqual({ a: like("is redirected to a URL that cannot be followed") });
      expect(inspect(result, { depth: null, showHidden: true })).not.toContain("pw@");
      expect(requests).toHaveLength(1);
    },
  );
});

function caught(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
