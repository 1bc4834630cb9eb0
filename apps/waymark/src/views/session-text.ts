import type { JsonValue } from "@waymark/trace-core";

import type { SessionDocument } from "../documents/session-document.js";
import type { Output } from "../frame/output/output.js";
import { printable } from "../frame/output/printable.js";
import { table } from "../frame/output/table.js";
import { countText, durationText, timeText } from "./format.js";

/** One session as text. */
export function sessionText(session: SessionDocument, output: Output): string {
  const { bold } = output.colors;
  const facts: [string, string | null][] = [
    ["session", session.id],
    ["from", endText(session.sourceType, session.sourceEndpoint)],
    ["to", endText(session.targetType, session.targetEndpoint)],
    ["status", session.isStale ? "running, without a heartbeat (stale)" : session.status],
    ["error", session.error && `${session.error.message} (${session.error.code})`],
    ["started", `${timeText(session.startedAt)} UTC`],
    ["ended", session.endedAt && `${timeText(session.endedAt)} UTC`],
    ["took", durationText(session.durationMs)],
    ["inputs", session.inputCount === null ? null : countText(session.inputCount)],
    ["mapped", session.resultCount === null ? null : countText(session.resultCount)],
    ["tags", session.tags.length === 0 ? null : session.tags.join(", ")],
    ["version", session.executorVersion],
    ["run by", session.owner && `process ${String(session.owner.processId)} on ${session.owner.host}`],
  ];
  const lines = facts.flatMap(([name, value]) =>
    value === null ? [] : [`${name.padEnd(9)} ${printable(value)}`],
  );
  const parameters = Object.entries(session.parameters).flatMap(([name, value]) =>
    parameterLines(name, value),
  );
  if (parameters.length > 0) lines.push("", bold("Parameters"), ...parameters.map(printable));
  if (session.resources.length > 0) {
    lines.push("", bold("Resources"));
    const rows = session.resources.map((it) => [
      it.name,
      it.release ?? "-",
      it.contentHash?.slice(0, 12) ?? "-",
    ]);
    lines.push(table(["resource", "release", "content"], rows, output));
  }
  if (session.metrics.length > 0) {
    lines.push("", bold("Metrics"));
    const rows = session.metrics.map((it) => [it.name, String(it.value), it.unit ?? ""]);
    lines.push(table(["metric", "value", "unit"], rows, output));
  }
  return `${lines.join("\n")}\n`;
}

/** One line for each option in a group. */
function parameterLines(name: string, value: JsonValue): string[] {
  const isGroup = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isGroup) return [`${name} = ${JSON.stringify(value)}`];
  return Object.entries(value).map(([key, it]) => `${name}.${key} = ${JSON.stringify(it)}`);
}

function endText(type: string, endpoint: string | null): string {
  return endpoint === null ? type : `${type} (${endpoint})`;
}
