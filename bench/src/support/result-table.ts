import Table from "cli-table3";

import type { Machine } from "./machine.js";
import type { Result } from "./result.js";

/** The report as text. */
export function renderReport(machine: Machine, results: readonly Result[]): string {
  const table = new Table({
    head: ["name", "ours", "reference", "unit", "ratio", "spread", "target", "met"],
    colAligns: ["left", "right", "right", "left", "right", "right", "right", "left"],
    style: { head: [], border: [] },
  });
  for (const it of results) table.push(cells(it));
  const notes = results.flatMap((it) => (it.notes ?? []).map((note) => `${it.name}: ${note}`));
  return [describe(machine), table.toString(), ...notes].join("\n") + "\n";
}

function cells(result: Result): string[] {
  const { name, unit, ours, reference, ratio, spread, target, met, skipped } = result;
  const aim = target === null ? "–" : `≥ ${target}`;
  if (ours === null || reference === null || ratio === null || spread === null)
    return [name, "", "", unit, "", "", aim, `skipped: ${skipped ?? ""}`];
  const verdict = met === null ? "reported" : met ? "yes" : "MISSED";
  const shown = spread.map((it) => it.toFixed(3)).join(" … ");
  return [name, figure(ours), figure(reference), unit, ratio.toFixed(3), shown, aim, verdict];
}

function describe({ cpu, cores, memoryGb, os, versions, postgresSettings, scale }: Machine): string {
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const settings = Object.entries(postgresSettings).map(([name, value]) => `${name} = ${value}`);
  return [
    `${cpu}, ${cores} cores, ${memoryGb} GB, ${os}`,
    programs.join(", "),
    `PostgreSQL settings: ${settings.join(", ")}; all else as it comes`,
    ...(scale === 1 ? [] : [`sizes scaled by ${scale}: the targets are meant for 1`]),
  ].join("\n");
}

function figure(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: value < 100 ? 1 : 0 });
}
