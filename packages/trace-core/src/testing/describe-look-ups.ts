import { describe, expect, it } from "vitest";

import { uuidV7 } from "../identity/id-source.js";
import {
  at,
  batchOf,
  sampleMetric,
  samplePathExecution,
  sampleRun,
  sampleSession,
} from "./sample-records.js";
import {
  failure,
  NO_RECORDS,
  openedForEachTest,
  walk,
  type TraceStoreUnderTest,
} from "./store-under-test.js";

export function describeLookUps(subject: TraceStoreUnderTest): void {
  describe("look-ups", () => {
    const context = openedForEachTest(subject);

    it("lists sessions newest first, all or those of one status", async () => {
      const { store } = context;
      const sessions = [3, 1, 2].map((day) => sampleSession({ startedAt: at(day) }));
      await store.write({ sessionStarts: sessions });
      await store.abandonStale();
      const running = sampleSession({ startedAt: at(9) });
      await store.write({ sessionStarts: [running] });
      expect((await store.listSessions()).items.map((it) => it.startedAt)).toEqual([
        at(9),
        at(3),
        at(2),
        at(1),
      ]);
      expect((await store.listSessions({ status: "running" })).items).toEqual([running]);
      expect((await store.listSessions({ status: "abandoned" })).items).toHaveLength(3);
      expect((await store.listSessions({ status: "failed" })).items).toEqual([]);
    });

    it("lists the records of a session newest first, and none of other sessions", async () => {
      const { store } = context;
      const session = sampleSession();
      const other = sampleSession();
      const executions = [1, 3, 2].map((ms) => samplePathExecution(session.id, { startedAt: at(ms) }));
      const metrics = [1, 3, 2].map((ms) => sampleMetric(session.id, { recordedAt: at(ms) }));
      await store.write({
        sessionStarts: [session, other],
        pathExecutions: [...executions, samplePathExecution(other.id)],
        metrics: [...metrics, sampleMetric(other.id)],
      });
      const listed = (await store.listPathExecutions({ sessionId: session.id })).items;
      expect(listed.map((it) => it.startedAt)).toEqual([at(3), at(2), at(1)]);
      const measured = (await store.listMetrics({ sessionId: session.id })).items;
      expect(measured.map((it) => it.recordedAt)).toEqual([at(3), at(2), at(1)]);
      for (const sessionId of [uuidV7(), "nonsense"]) {
        expect(await store.listPathExecutions({ sessionId })).toEqual({ items: [] });
        expect(await store.listMetrics({ sessionId })).toEqual({ items: [] });
        expect(await store.listOutcomes({ sessionId })).toEqual({ items: [] });
        expect(await store.listProvenance({ sessionId })).toEqual({ items: [] });
      }
    });

    it("lists outcomes by source id, all or those of given ids", async () => {
      const { store } = context;
      const run = sampleRun(5);
      await store.write(batchOf(run));
      const sessionId = run.session.id;
      expect((await store.listOutcomes({ sessionId })).items).toEqual(run.outcomes);
      const sourceIds = ["g000003", "nobody", "g000001"];
      const some = (await store.listOutcomes({ sessionId, sourceIds })).items;
      expect(some.map((it) => it.sourceId)).toEqual(["g000001", "g000003"]);
      expect(await store.listOutcomes({ sessionId, sourceIds: [] })).toEqual({ items: [] });
    });

    it("lists outcomes from a source id on, page by page, whether or not that id has an outcome", async () => {
      const { store } = context;
      const run = sampleRun(5);
      await store.write(batchOf(run));
      const sessionId = run.session.id;
      const from = async (fromSourceId: string) =>
        (await walk((page) => store.listOutcomes({ ...page, sessionId, fromSourceId }), 2)).map(
          (it) => it.sourceId,
        );
      expect(await from("g000003")).toEqual(["g000003", "g000004"]);
      expect(await from("g0000025")).toEqual(["g000003", "g000004"]);
      expect(await from("")).toHaveLength(5);
      expect(await from("h")).toEqual([]);
    });

    it("lists the provenance of a mapping, a session or a path execution", async () => {
      const { store } = context;
      const runs = [sampleRun(2), sampleRun(2)];
      for (const run of runs) await store.write(batchOf(run));
      const [first, second] = runs;
      const mappingId = first?.mappings[0]?.id ?? "";
      const ofMapping = (await store.listProvenance({ mappingId })).items;
      expect(ofMapping.map((it) => it.sessionId)).toEqual([second?.session.id, first?.session.id]);
      const ofSession = (await store.listProvenance({ sessionId: first?.session.id ?? "" })).items;
      const ofExecution = (await store.listProvenance({ pathExecutionId: first?.execution.id ?? "" })).items;
      expect(ofSession).toHaveLength(2);
      expect(ofExecution).toEqual(ofSession);
      expect(await store.listProvenance({ pathExecutionId: uuidV7() })).toEqual({ items: [] });
      expect(await store.listProvenance({ mappingId: "nonsense" })).toEqual({ items: [] });
      await failure(store.listProvenance({} as { sessionId: string }), "invalid-query");
    });

    it("counts the records of each kind", async () => {
      const { store } = context;
      expect(await store.countRecords()).toEqual(NO_RECORDS);
      const run = sampleRun(3);
      await store.write({ ...batchOf(run), metrics: [sampleMetric(run.session.id)] });
      expect(await store.countRecords()).toEqual({
        sessions: 1,
        pathExecutions: 1,
        mappings: 3,
        provenance: 3,
        outcomes: 3,
        metrics: 1,
      });
    });
  });
}
