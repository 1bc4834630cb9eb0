import { readFileSync } from "node:fs";
import { hostname } from "node:os";

import type { SessionOwner } from "../records/mapping-session.js";

/** Clock ticks per second in `/proc`: USER_HZ, 100 on every Linux that Node.js runs on. */
const TICKS_PER_SECOND = 100;

/** Start times are read with limited precision, and the boot time shifts with clock corrections. */
const START_TOLERANCE_MS = 2_000;

/** This process as the owner of a session. */
export function currentOwner(): SessionOwner {
  const startedAt = processStart(process.pid) ?? new Date(Date.now() - Math.round(process.uptime() * 1000));
  return { host: hostname(), processId: process.pid, processStartedAt: startedAt };
}

/**
 * Whether the owner's process is alive; undefined if it runs on another host. On Linux, a process with the same id but
 * another start time is another process; elsewhere, only the id is compared.
 */
export function isOwnerAlive(owner: SessionOwner): boolean | undefined {
  if (owner.host !== hostname()) return undefined;
  try {
    process.kill(owner.processId, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const startedAt = processStart(owner.processId);
  return (
    startedAt === undefined ||
    Math.abs(startedAt.getTime() - owner.processStartedAt.getTime()) <= START_TOLERANCE_MS
  );
}

/** The start time of a process, or undefined if the system does not tell it. See proc(5), `stat` field 22. */
function processStart(processId: number): Date | undefined {
  try {
    const stat = readFileSync(`/proc/${String(processId)}/stat`, "utf8");
    const ticks = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
    const bootSeconds = Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]);
    const milliseconds = bootSeconds * 1000 + (ticks * 1000) / TICKS_PER_SECOND;
    return Number.isFinite(milliseconds) ? new Date(milliseconds) : undefined;
  } catch {
    return undefined;
  }
}
