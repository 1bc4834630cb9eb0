import { basename } from "node:path";

import { readHeader, readTable, type TableFile } from "../../resources/read-table.js";
import { TableResource } from "../../resources/table-resource.js";
import type { ResourceReport } from "../catalog-report.js";
import type { ResourceDeclaration } from "../read/declarations.js";
import type { LoadedResource, LoadResourceOptions } from "./loaded-resource.js";
import { TableReader } from "./table-reader.js";

/**
 * Reads the table of a declaration, once, into all its maps.
 *
 * @returns undefined if the table lacks a column or has no usable row, which is noted where the catalog says so, or if
 *   only its header was read
 * @throws Error the file cannot be read
 */
export async function loadTableResource(
  declaration: ResourceDeclaration,
  { types, path, primaries, isHeaderOnly }: LoadResourceOptions,
): Promise<LoadedResource | undefined> {
  const began = performance.now();
  const reader = new TableReader(declaration, types, primaries, path);
  const format = {
    delimiter: declaration.format === "csv" ? "," : "\t",
    comment: declaration.comment,
    quote: declaration.quote,
    isGzipped: declaration.isGzipped,
  } as const;
  if (isHeaderOnly) {
    const header = (await readHeader(path, format)) ?? [];
    // A single cell means that the header was read in the wrong format, which may be what is wrong with the catalog.
    if (header.length > 1) reader.row(header, 1);
    return undefined;
  }
  const file = await readTable(path, format, ({ cells, line }) => {
    reader.row(cells, line);
  });
  if (reader.hasProblem) return undefined;
  const empty = whyEmpty(reader);
  if (empty !== undefined) return declaration.file.at.problem(`${path} ${empty}`);
  const { name, release, about } = declaration;
  const { maps, successors, current } = reader;
  return {
    resource: new TableResource({ name, release, contentHash: file.contentHash, maps, about }),
    report: reportOf(reader, declaration, basename(path), file, performance.now() - began),
    successors,
    current,
    warnings: reader.warnings(basename(path)),
  };
}

function whyEmpty({ hasHeader, rowsRead, rowsSkipped, skipped }: TableReader): string | undefined {
  if (!hasHeader) return "is empty: it needs a header and rows";
  if (rowsRead === 0) return "has a header and no rows";
  if (rowsRead > rowsSkipped) return undefined;
  const [first] = skipped.first;
  return `has no row that fits its header (line ${first?.line ?? 2}: ${first?.reason ?? ""}); is its format declared correctly?`;
}

function reportOf(
  reader: TableReader,
  { name, release }: ResourceDeclaration,
  file: string,
  { contentHash, bytes }: TableFile,
  durationMs: number,
): ResourceReport {
  return {
    name,
    file,
    release,
    contentHash,
    bytes,
    rowsRead: reader.rowsRead,
    rowsSkipped: reader.rowsSkipped,
    identifiersSkipped: reader.skipped.count("identifier"),
    confidencesSkipped: reader.skipped.count("confidence"),
    duplicates: reader.duplicates,
    firstSkipped: reader.skipped.first,
    maps: reader.maps.map((map) => ({
      name: map.name,
      ranks: map.ranks.map((rank) => ({ name: rank.name, identifiers: rank.index.size })),
    })),
    historyEntries: reader.successors.size,
    historyOverruled: 0,
    durationMs: Math.round(durationMs),
  };
}
