import { sampleMetric, samplePathExecution, sampleSession } from "@waymark/trace-core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { eachDatabase, type OpenedDatabase } from "../../../test/support/each-database.js";

describe.each(eachDatabase)("a batch of one kind on %s", (_name, open) => {
  let opened: OpenedDatabase;
  const session = sampleSession();
  const ghost = sampleSession().id;

  beforeEach(async () => {
    opened = await open();
    await opened.store.write({ sessionStarts: [session] });
  });
  afterEach(() => opened.remove());

  it.each([
    ["metrics", { metrics: [session.id, session.id, ghost, session.id].map((id) => sampleMetric(id)) }],
    ["path executions", { pathExecutions: [session.id, ghost].map((id) => samplePathExecution(id)) }],
  ])("is written completely or not at all: %s", async (_kind, batch) => {
    await expect(opened.store.write(batch)).rejects.toMatchObject({ code: "unknown-reference" });
    expect(await opened.store.countRecords()).toMatchObject({ metrics: 0, pathExecutions: 0 });
  });
});
