import { everyItem } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import fc from "fast-check";
import { expect, it } from "vitest";

import { explain, explanationText } from "../src/index.js";
import { loggedSessions, logSessions } from "./support/logged-trace.js";

const ALL = { maxAnswers: 1_000, maxMappings: 1_000, maxProvenance: 1_000 };

it("explains every mapping and every observation of an identifier exactly once, in both directions", async () => {
  await fc.assert(
    fc.asyncProperty(loggedSessions, async (sessions) => {
      const store = new InMemoryTraceStore();
      const { provenance } = await logSessions(store, sessions);
      for (const identifier of ["s0", "s1", "t0", "t1"]) {
        const explanation = await explain(store, { identifier }, ALL);
        const mappings: string[] = [];
        for await (const it of everyItem((query) => store.listMappings(query), {}))
          if (it.sourceId === identifier || it.targetId === identifier) mappings.push(it.id);
        const explained = [...explanation.mappingsFrom.items, ...explanation.mappingsTo.items];
        expect(explained.map((it) => it.mappingId).sort()).toEqual(mappings.sort());
        expect(explained.flatMap((it) => it.provenance.items.map((seen) => seen.id)).sort()).toEqual(
          provenance
            .filter((it) => mappings.includes(it.mappingId))
            .map((it) => it.id)
            .sort(),
        );
        for (const { provenance: list } of explained)
          expect(list).toMatchObject({ total: list.items.length, truncated: false });
        expect(explanation.isKnown).toBe(mappings.length > 0);
        const text = explanationText(explanation);
        for (const { targetId } of explained) expect(text).toContain(targetId);
      }
    }),
    { numRuns: 60 },
  );
});
