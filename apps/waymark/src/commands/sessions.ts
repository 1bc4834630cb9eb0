import {
  everyItem,
  MAPPING_SESSION_STATUSES,
  type MappingSession,
  type MappingSessionStatus,
  type TraceStore,
} from "@waymark/trace-core";
import { Command, Option } from "commander";

import type { SessionDocument } from "../documents/session-document.js";
import type { SessionsDocument } from "../documents/sessions-document.js";
import type { CommandFrame } from "../frame/command-frame.js";
import type { CommandRun } from "../frame/command-run.js";
import { examples } from "../frame/examples.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";
import { moreText } from "../frame/output/limited.js";
import { resolveSession, SESSION_ARGUMENT } from "../frame/store/resolve-session.js";
import { sessionText } from "../views/session-text.js";
import { sessionItem, sessionTable } from "../views/session-view.js";
import { count } from "./option-values.js";

interface SessionsOptions {
  readonly status?: MappingSessionStatus;
  readonly tag?: string;
  readonly limit: number;
}

export function sessionsCommand(frame: CommandFrame): Command {
  const show = new Command("show")
    .description("shows one session: parameters, resources, metrics")
    .argument("<session>", SESSION_ARGUMENT)
    .addHelpText("after", examples([["waymark sessions show latest~1", "the run before the latest"]]))
    .action(frame.action<object, [string]>(async (run, _options, wanted) => showSession(run, wanted)));
  return new Command("sessions")
    .description("lists the sessions of the trace, newest first")
    .addOption(
      new Option("--status <status>", "only sessions with this status").choices(MAPPING_SESSION_STATUSES),
    )
    .option("--tag <tag>", "only sessions with this tag")
    .option("--limit <n>", "maximum number to list", count, 20)
    .addCommand(show)
    .addHelpText(
      "after",
      examples([
        ["waymark sessions --status failed", "the runs that failed"],
        ["waymark sessions show latest", "everything recorded about the latest run"],
      ]),
    )
    .action(frame.action(listSessions));
}

async function listSessions(run: CommandRun, options: SessionsOptions): Promise<ExitCode> {
  return run.withStore("read", async (store) => {
    const { status, tag, limit } = options;
    const found: MappingSession[] = [];
    const query = { ...(status && { status }), limit: Math.min(limit + 1, 1_000) };
    for await (const session of everyItem((it) => store.listSessions(it), query)) {
      if (tag !== undefined && !session.tags.includes(tag)) continue;
      if (found.push(session) > limit) break;
    }
    const sessions = found.slice(0, limit);
    const now = await storeTime(store, sessions);
    const isFiltered = status !== undefined || tag !== undefined;
    const document = {
      hasMore: found.length > limit,
      sessions: sessions.map((it) => sessionItem(it, now)),
    } satisfies SessionsDocument;
    if (run.output.isJson) await run.output.document(document);
    else if (sessions.length === 0)
      run.output.note(isFiltered ? "no session matches" : "the trace has no session yet");
    else await run.output.write(`${sessionTable(document.sessions, run.output)}\n`);
    if (document.hasMore) run.output.note(moreText(limit));
    if (document.sessions.some((it) => it.isStale))
      run.output.note("stale: no heartbeat; `waymark doctor` says what to do");
    return EXIT.fine;
  });
}

async function showSession(run: CommandRun, wanted: string): Promise<ExitCode> {
  return run.withStore("read", async (store) => {
    const session = await resolveSession(store, wanted);
    const { items } = await store.listMetrics({ sessionId: session.id });
    const { owner, parameters, resources, sourceEndpoint, targetEndpoint } = session;
    const document = {
      ...sessionItem(session, await storeTime(store, [session])),
      sourceEndpoint,
      targetEndpoint,
      parameters,
      catalogFingerprint: session.catalogFingerprint,
      executorVersion: session.executorVersion,
      owner: owner && { host: owner.host, processId: owner.processId },
      resources,
      metrics: items
        .filter((it) => it.pathExecutionId === null)
        .map(({ type, name, value, unit }) => ({ type, name, value, unit })),
    } satisfies SessionDocument;
    if (run.output.isJson) await run.output.document(document);
    else await run.output.write(sessionText(document, run.output));
    return EXIT.fine;
  });
}

/** The time by the store's clock, which is only queried if a session is running; otherwise the time does not matter. */
async function storeTime(store: TraceStore, sessions: readonly MappingSession[]): Promise<Date> {
  if (!sessions.some((it) => it.status === "running")) return new Date();
  const { clockOffsetMs } = await store.inspect();
  return new Date(Date.now() + clockOffsetMs);
}
