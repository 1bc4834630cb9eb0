import { expect, it } from "vitest";

import { serviceAt } from "../../../test/support/http-resource.js";
import { testServer } from "../../../test/support/http-server.js";
import { SYSTEM_CLOCK } from "../../resources/resilience/resilience-clock.js";
import { learnReleases } from "./learn-releases.js";

it("waits only so long for a service that does not say which release it has", async () => {
  const { url } = await testServer(() => "stall");
  const release = { header: "X-Release", url: `${url}/about` };
  const stalled = serviceAt({ url: `${url}/{ids}` }, { release, clock: SYSTEM_CLOCK });
  const { url: other } = await testServer(() => ({ headers: { "X-Release": "3" } }));
  const quick = serviceAt({ url: `${other}/{ids}` }, { release: { header: "X-Release", url: other } });

  expect(await learnReleases([stalled, quick], 200)).toEqual([
    "Resource service: it did not say within 200 ms which release it has; its release is not known",
  ]);
  expect([stalled.release, quick.release]).toEqual([null, "3"]);
});
