import { SessionNotFoundError, type MappingSession, type TraceStore } from "@waymark/trace-core";

import type { DemoOptions } from "./command-line.js";
import { plainTable } from "./view/plain-table.js";

/** Shows what the trace has of a session, even while another process is running it. */
export async function showSession(
  store: TraceStore,
  { session: wanted, json }: DemoOptions,
): Promise<number> {
  const session = await find(store, wanted ?? "latest");
  const outcomes = new Map<string, number>();
  for (let cursor: string | undefined; ;) {
    const page = await store.listOutcomes({ sessionId: session.id, limit: 1_000, ...(cursor && { cursor }) });
    for (const { outcome } of page.items) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (page.nextCursor === undefined) break;
    cursor = page.nextCursor;
  }
  const { items: executions } = await store.listPathExecutions({ sessionId: session.id, limit: 20 });
  if (json) {
    const document = { session, outcomes: Object.fromEntries(outcomes), pathExecutions: executions };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return 0;
  }
  const table = plainTable(
    ["started", "path", "batch", "status", "in", "matched", "ms"],
    executions.map((it) => [
      it.startedAt.toISOString(),
      it.pathId,
      String(it.batchIndex),
      it.status,
      String(it.inputCount),
      String(it.matchedCount),
      String(Math.round(it.durationMs)),
    ]),
  );
  const counts = [...outcomes].map(([outcome, count]) => `${String(count)} ${outcome.replaceAll("_", " ")}`);
  process.stdout.write(
    [
      `Session ${session.id}: ${session.sourceType} → ${session.targetType}, ${session.status}`,
      `started ${session.startedAt.toISOString()}, ${ending(session)}`,
      `Outcomes so far: ${counts.length > 0 ? counts.join(", ") : "none"}`,
      "",
      executions.length > 0 ? `Latest path executions\n${table}` : "No path has been executed",
      "",
    ].join("\n"),
  );
  return 0;
}

function ending({ endedAt, heartbeatAt, error }: MappingSession): string {
  if (endedAt === null) return `last heartbeat ${heartbeatAt.toISOString()}`;
  return `ended ${endedAt.toISOString()}${error === null ? "" : `: ${error.message}`}`;
}

async function find(store: TraceStore, wanted: string): Promise<MappingSession> {
  const session =
    wanted === "latest" ? (await store.listSessions({ limit: 1 })).items[0] : await store.getSession(wanted);
  if (session === undefined) throw new SessionNotFoundError(wanted);
  return session;
}
