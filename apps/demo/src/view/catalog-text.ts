import type { CatalogReport } from "@waymark/executor";

import { plainTable } from "./plain-table.js";

const HEAD = ["resource", "file", "release", "rows", "skipped", "duplicates", "SHA-256", "maps"];

/** The report on a loaded catalog as text. */
export function catalogText({ file, resources, warnings }: CatalogReport): string {
  const rows = resources.map((it) => {
    const maps = it.maps.map((map) => {
      const ranks = map.ranks.map(
        (rank) => `${rank.name === null ? "" : `${rank.name} `}${String(rank.identifiers)}`,
      );
      return `${map.name} (${ranks.join(", ")})`;
    });
    if (it.historyEntries > 0) maps.push(`history (${String(it.historyEntries)})`);
    return [
      it.name,
      it.file,
      it.release ?? "",
      String(it.rowsRead),
      String(it.rowsSkipped + it.identifiersSkipped + it.confidencesSkipped),
      String(it.duplicates),
      it.contentHash.slice(0, 12),
      maps.join(", "),
    ];
  });
  const skipped = resources.flatMap((it) =>
    it.firstSkipped.map((entry) => `${it.file}:${String(entry.line)}: ${entry.reason}`),
  );
  const lines = [
    `${file} is valid`,
    "",
    plainTable(HEAD, rows),
    "",
    ...skipped,
    ...warnings.map((it) => `Note: ${it}`),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}
