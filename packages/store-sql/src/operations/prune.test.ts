import type { TraceStore } from "@waymark/trace-core";
import { at, batchOf, sampleEnd, sampleOutcome, sampleRun, sampleSession } from "@waymark/trace-core/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { eachDatabase, type OpenedDatabase } from "../../test/support/each-database.js";

const LATER = at(1_000_000);

describe.each(eachDatabase)("prune on %s", (_name, open) => {
  let opened: OpenedDatabase;
  let store: TraceStore;

  beforeEach(async () => {
    opened = await open();
    store = opened.store;
  });
  afterEach(() => opened.remove());

  it("removes sessions that answered each other, and the sessions that answered these", async () => {
    const [a, b, c] = [sampleSession(), sampleSession(), sampleSession()];
    const served = { servedFrom: "cache" } as const;
    await store.write({
      sessionStarts: [a, b, c],
      outcomes: [
        sampleOutcome(a.id, [], { sourceId: "x" }),
        sampleOutcome(b.id, [], { sourceId: "x", answeredBy: a.id, ...served }),
        sampleOutcome(b.id, [], { sourceId: "y" }),
        sampleOutcome(a.id, [], { sourceId: "y", answeredBy: b.id, ...served }),
        sampleOutcome(c.id, [], { sourceId: "z" }),
        sampleOutcome(a.id, [], { sourceId: "z", answeredBy: c.id, ...served }),
      ],
      sessionEnds: [a, b, c].map((it) => sampleEnd(it.id)),
    });
    const expected = { sessions: 3, outcomes: 6 };
    expect(await store.prune({ olderThan: LATER, dryRun: true })).toMatchObject(expected);
    expect(await store.prune({ olderThan: LATER })).toMatchObject(expected);
    expect(await store.countRecords()).toMatchObject({ sessions: 0, outcomes: 0 });
  });

  it("keeps a whole chain of sessions that answered each other if the last one stays", async () => {
    const chain = [sampleSession(), sampleSession(), sampleSession()] as const;
    const [first, second, running] = chain;
    await store.write({
      sessionStarts: chain,
      outcomes: [
        sampleOutcome(second.id, [], { sourceId: "x", answeredBy: first.id, servedFrom: "cache" }),
        sampleOutcome(running.id, [], { sourceId: "y", answeredBy: second.id, servedFrom: "cache" }),
      ],
      sessionEnds: [sampleEnd(first.id), sampleEnd(second.id)],
    });
    expect(await store.prune({ olderThan: LATER })).toMatchObject({ sessions: 0, outcomes: 0 });
    expect(await store.countRecords()).toMatchObject({ sessions: 3, outcomes: 2 });
  });

  it("completely removes a session larger than one transaction while others write", async () => {
    const large = sampleRun(12_000);
    const { sessionStarts, pathExecutions, mappings, provenance, outcomes } = large;
    await store.write({ sessionStarts, pathExecutions, mappings });
    await store.write({ provenance });
    await store.write({ outcomes, sessionEnds: [sampleEnd(large.session.id)] });
    const other = sampleRun(10, { prefix: "other" });
    const pruning = store.prune({ olderThan: LATER });
    await store.write(batchOf(other));
    expect(await pruning).toMatchObject({
      sessions: 1,
      pathExecutions: 1,
      mappings: 12_000,
      provenance: 12_000,
      outcomes: 12_000,
    });
    expect(await store.countRecords()).toMatchObject({
      sessions: 1,
      mappings: 10,
      provenance: 10,
      outcomes: 10,
    });
  });
});
