import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

import type { SkippedEntries } from "../skipped-entries.js";
import { readTable, type TableFile } from "../read-table.js";
import { TableError } from "../table-error.js";
import { CuriePrefixes } from "./curie-prefixes.js";
import { SssomFileError } from "./sssom-file-error.js";
import { readSssomHeader } from "./sssom-header.js";
import type { SssomMapping } from "./sssom-mapping.js";
import { mergeSssomMetadata, readSssomMetadata, type SssomMetadata } from "./sssom-metadata.js";
import { SssomRowReader } from "./sssom-row-reader.js";

export interface ReadSssomOptions {
  /** SSSOM/TSV; unpacked if its name ends in `.gz`. */
  readonly file: string;
  /** YAML or JSON with metadata that the file lacks; the file's own metadata takes precedence. Default none. */
  readonly metadata?: string | null;
}

/** Called once the prefixes are known; returns the function that takes the mappings. */
export type SssomMappingTaker = (
  prefixes: CuriePrefixes,
  metadata: SssomMetadata,
) => (mapping: SssomMapping) => void;

export interface ReadSssom extends TableFile {
  readonly metadata: SssomMetadata;
  /** SHA-256 of the external metadata, lower-case hex; null if there is none. */
  readonly metadataHash: string | null;
  /** Without the header. */
  readonly rowsRead: number;
  readonly rowsSkipped: number;
}

/**
 * Reads a mapping set, mapping by mapping. Rows that are not a mapping are skipped and counted.
 *
 * @param skipped collects what is skipped, by kind
 * @throws SssomFileError it is not a mapping set, lacks its metadata, or has rows but none that is a mapping
 * @throws Error a file cannot be read, or its gzip is damaged
 */
export async function readSssom(
  { file, metadata: metadataFile = null }: ReadSssomOptions,
  take: SssomMappingTaker,
  skipped: SkippedEntries,
): Promise<ReadSssom> {
  const isGzipped = file.toLowerCase().endsWith(".gz");
  const header = await readSssomHeader(file, isGzipped);
  const external = metadataFile === null ? null : await readFile(metadataFile);
  if (header === null && external === null)
    throw new SssomFileError(file, 1, "has no metadata before its table: name the file that has them");
  const said = [
    ...(header === null ? [] : [readSssomMetadata(header, file)]),
    ...(external === null ? [] : [readSssomMetadata(external.toString("utf8"), metadataFile ?? "")]),
  ];
  const metadata = said.reduce(mergeSssomMetadata);
  const prefixes = new CuriePrefixes(metadata.prefixes);
  const takeMapping = take(prefixes, metadata);
  let rows: SssomRowReader | undefined;
  let rowsRead = 0;
  let rowsSkipped = 0;
  const format = { delimiter: "\t", comment: "#", quote: '"', isGzipped } as const;
  const table = await withPlace(file, () =>
    readTable(file, format, (row) => {
      if (rows === undefined) {
        rows = new SssomRowReader(row, prefixes, skipped, file);
        return;
      }
      rowsRead += 1;
      const mapping = rows.read(row);
      if (mapping === undefined) rowsSkipped += 1;
      else takeMapping(mapping);
    }),
  );
  if (rows === undefined) throw new SssomFileError(file, 1, "has no table: it needs a header and rows");
  if (rowsRead > 0 && rowsRead === rowsSkipped) {
    const [first] = skipped.first;
    throw new SssomFileError(file, first?.line ?? 1, `no row can be read; ${first?.reason ?? ""}`);
  }
  const metadataHash = external && createHash("sha256").update(external).digest("hex");
  return { ...table, metadata, metadataHash, rowsRead, rowsSkipped };
}

/** Adds the file to an error of its table. */
async function withPlace<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof TableError) || error instanceof SssomFileError) throw error;
    throw new SssomFileError(file, error.line, error.message, error);
  }
}
