import type { CatalogCheckDocument, CheckedPath } from "../documents/catalog-check-document.js";
import type { Output } from "../frame/output/output.js";
import { table } from "../frame/output/table.js";
import { countText } from "../views/format.js";

/** The problems of a catalog, one per line, in the format of compilers. */
export function problemsText({ problems }: CatalogCheckDocument): string {
  const lines = problems.map(({ file, line, column, message }) => {
    const place = [file, line, column].filter((it) => it !== null).join(":");
    return place === "" ? message : `${place}: ${message}`;
  });
  const count = problems.length === 1 ? "1 problem" : `${String(problems.length)} problems`;
  return `${[...lines, "", count].join("\n")}\n`;
}

/** The contents of a valid catalog. */
export function checkedText({ file, catalog, routes }: CatalogCheckDocument, output: Output): string {
  if (catalog === null) return "";
  const rows = catalog.tables.map((it) => [
    it.name,
    it.file,
    it.release ?? "",
    countText(it.rowsRead),
    countText(it.rowsSkipped + it.identifiersSkipped + it.confidencesSkipped),
    countText(it.duplicates),
    it.maps
      .map(({ name, ranks }) => {
        const known = ranks.map(
          (rank) => `${rank.name === null ? "" : `${rank.name} `}${countText(rank.identifiers)}`,
        );
        return `${name} (${known.join(", ")})`;
      })
      .concat(it.historyEntries > 0 ? [`history (${countText(it.historyEntries)})`] : [])
      .join("; "),
  ]);
  const skipped = catalog.tables.flatMap(({ file: name, firstSkipped }) =>
    firstSkipped.map(({ line, reason }) => `skipped: ${name}:${String(line)}: ${reason}`),
  );
  return [
    `${file}: ${catalog.types.join(", ")}`,
    "",
    table(["table", "file", "release", "rows", "skipped", "twice", "identifiers by map"], rows, output),
    ...(catalog.services.length === 0 ? [] : ["", `services: ${catalog.services.join(", ")}`]),
    ...(catalog.overrides === 0 ? [] : ["", `overrides: ${countText(catalog.overrides)}`]),
    "",
    ...pathsText(
      routes ?? catalog.paths,
      routes === null ? "paths" : "paths that a run would try, in this order",
    ),
    ...["", ...skipped, ...catalog.warnings.map((it) => `warning: ${it}`)].filter(
      (_, index, all) => all.length > 1 || index > 0,
    ),
    "",
  ].join("\n");
}

function pathsText(paths: readonly CheckedPath[], title: string): string[] {
  if (paths.length === 0)
    return ["no paths are declared: they are discovered by chaining maps (see --from and --to)"];
  return [
    `${title}:`,
    ...paths.map(({ id, priority, isDiscovered, steps }) => {
      const chain = steps.map(
        ({ resource, map, direction, to }) =>
          `—${resource}.${map}${direction === "reverse" ? " backwards" : ""}→ ${to}`,
      );
      const how = isDiscovered ? "discovered" : `priority ${String(priority)}`;
      return `  ${id} (${how}): ${steps[0]?.from ?? ""} ${chain.join(" ")}`;
    }),
  ];
}
