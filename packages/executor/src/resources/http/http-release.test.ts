import { describe, expect, it } from "vitest";

import { ask, like, serviceAt } from "../../../test/support/http-resource.js";
import { testServer, type Served } from "../../../test/support/http-server.js";
import type { HttpRelease } from "./http-release.js";

const TOKEN = { Authorization: "Bearer ${env:TOKEN}" };

async function releaseOf(
  release: (url: string) => HttpRelease,
  answer: Served,
): Promise<{ release: string | null; asked: string[] }> {
  const { url, requests } = await testServer(() => answer);
  const request = { url: `${url}/?{ids}`, format: "tsv", headers: TOKEN } as const;
  const options = { release: release(url), environment: { TOKEN: "s3cr3t" }, resilience: { retries: 0 } };
  const resource = serviceAt(request, options);
  expect(resource.release).toBeNull();
  await resource.learnRelease();
  for (const { headers } of requests)
    expect(headers).toMatchObject({ authorization: "Bearer s3cr3t", accept: like("application/json") });
  return { release: resource.release, asked: requests.map((it) => `${it.method} ${it.path}`) };
}

describe("The release of an HTTP resource", () => {
  it("is learnt from a header before the first answer", async () => {
    const found = await releaseOf((url) => ({ header: "X-Release", url: `${url}/about` }), {
      headers: { "x-release": " 2026_04 " },
    });
    expect(found).toEqual({ release: "2026_04", asked: ["GET /about"] });
  });

  it.each([
    ["release", { release: "2026-11-01" }, "2026-11-01"],
    ["releases[0]", { releases: [115] }, "115"],
  ])("is learnt from the JSON at %s", async (json, body, expected) => {
    const found = await releaseOf((url) => ({ url: `${url}/info`, json }), { body });
    expect(found).toEqual({ release: expected, asked: ["GET /info"] });
  });

  it("is not requested without a URL, and is known from the first answer on", async () => {
    const { url, requests } = await testServer(() => ({ body: [], headers: { "X-Release": "7" } }));
    const resource = serviceAt({ url: `${url}/?{ids}` }, { release: { header: "X-Release" } });
    await resource.learnRelease();
    expect(requests).toEqual([]);
    await ask(resource, ["a"]);
    expect(resource.release).toBe("7");
  });

  it.each<[string, Served, RegExp]>([
    ["has none", { body: {} }, /GET \S+\/info: the answer names no release/],
    ["is empty", { body: { version: " " } }, /names no release/],
    ["could not be stored", { body: '{"version":"\\u0000"}' }, /names no release/],
    ["is not JSON", { body: "<html>" }, /JSON/],
    ["is an error", { status: 500 }, /500 Internal Server Error/],
    ["does not arrive", "close", /the connection failed/],
  ])("stays unknown when the answer %s", async (_, answer, message) => {
    await expect(releaseOf((url) => ({ url: `${url}/info`, json: "version" }), answer)).rejects.toThrow(
      message,
    );
  });

  it.each<[HttpRelease, RegExp]>([
    [{ header: "not a header" }, /service: release: header must be the name of a header/],
    [{ header: "X", url: "ftp://host/" }, /release: url must be a full URL/],
    [{ url: "http://host/{ids}", json: "a" }, /release: url has {ids}, but takes no placeholders/],
    [{ url: "http://host/", json: "a[" }, /release: json is not a valid JMESPath/],
  ])("is refused as %j", (release, message) => {
    expect(() => serviceAt({ url: "http://host/{ids}" }, { release })).toThrow(message);
  });
});
