import { sqliteFile } from "@waymark/open-store";
import { everyItem, isWaymarkError, type StoreInspection, type TraceStore } from "@waymark/trace-core";
import { Command } from "commander";

import type { DoctorCheck, DoctorDocument } from "../documents/doctor-document.js";
import type { CommandFrame } from "../frame/command-frame.js";
import type { CommandRun } from "../frame/command-run.js";
import { examples } from "../frame/examples.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";
import { printable } from "../frame/output/printable.js";
import { checkInspection, checkOpening, checkStaleSessions, storeCheck } from "../views/doctor-checks.js";
import { isStale } from "../views/session-view.js";
import { lostTables } from "./lost-tables.js";

/** Maximum number of stale sessions that are counted. */
const MAX_STALE = 100;

export function doctorCommand(frame: CommandFrame): Command {
  return new Command("doctor")
    .description("checks the store: reachable, schema, indexes, latency, clock, stale sessions")
    .addHelpText(
      "after",
      examples([
        ["waymark doctor", "one line per check, with advice"],
        [
          "waymark doctor --store postgres://me@host/trace --json",
          "the same as JSON; exit code 1 if a check fails",
        ],
      ]),
    )
    .action(frame.action(doctor));
}

async function doctor(run: CommandRun): Promise<ExitCode> {
  const { inspection, checks } = await examine(run);
  const document = {
    store: run.shownStore,
    product: inspection?.product ?? null,
    version: inspection?.version ?? null,
    sizeBytes: inspection?.sizeBytes ?? null,
    isHealthy: checks.every((it) => it.status !== "fail"),
    checks,
  } satisfies DoctorDocument;
  if (run.output.isJson) await run.output.document(document);
  else await run.output.write(checks.map((it) => checkText(it, run)).join(""));
  return document.isHealthy ? EXIT.fine : EXIT.failed;
}

interface Examination {
  readonly inspection: StoreInspection | null;
  readonly checks: readonly DoctorCheck[];
}

async function examine(run: CommandRun): Promise<Examination> {
  try {
    return await run.withStore("read", async (store) => {
      const inspection = await store.inspect();
      const now = new Date(Date.now() + inspection.clockOffsetMs);
      const lost = await lostTables(store, inspection);
      // The table of the sessions may itself be missing.
      const stale = lost.length > 0 ? [] : [checkStaleSessions(await staleSessions(store, now), MAX_STALE)];
      return { inspection, checks: [storeCheck(inspection), ...checkInspection(inspection, lost), ...stale] };
    });
  } catch (error) {
    const checks = isWaymarkError(error)
      ? checkOpening(error, sqliteFile(run.global.store, run.context.cwd))
      : undefined;
    if (checks === undefined) throw error;
    return { inspection: null, checks };
  }
}

async function staleSessions(store: TraceStore, now: Date): Promise<string[]> {
  const stale: string[] = [];
  for await (const session of everyItem((query) => store.listSessions(query), {
    status: "running" as const,
  })) {
    if (isStale(session, now) && stale.push(session.id) >= MAX_STALE) break;
  }
  return stale;
}

function checkText({ name, status, message, advice }: DoctorCheck, { output }: CommandRun): string {
  const { green, yellow, red } = output.colors;
  const mark = { ok: green("ok  "), warn: yellow("warn"), fail: red("fail") }[status];
  const next = advice === null ? "" : `      → ${printable(advice)}\n`;
  return `${mark}  ${name.padEnd(8)}  ${printable(message)}\n${next}`;
}
