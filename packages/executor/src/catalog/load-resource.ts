import { basename } from "node:path";

import type { IdentifierType } from "../identifier-type.js";
import { readTable, type TableFile } from "../resources/read-table.js";
import { TableIndex } from "../resources/table-index.js";
import { TableResource, type TableMap } from "../resources/table-resource.js";
import type { Located } from "./catalog-document.js";
import type { ResourceReport, SkippedEntry } from "./catalog-report.js";
import { unknownName } from "./create-catalog.js";
import type { ResourceDeclaration } from "./declarations.js";

/** Problems with entries of a table are shown up to this many. */
const SHOWN_SKIPPED = 5;

export interface LoadResourceOptions {
  readonly types: ReadonlyMap<string, IdentifierType>;
  /** Where the table lies. */
  readonly path: string;
  /** Columns whose identifiers some type calls its current ones, by column, with that type. */
  readonly primaryColumns: readonly {
    readonly column: Located<string>;
    readonly name: string;
    readonly type: IdentifierType;
  }[];
}

export interface LoadedResource {
  readonly resource: TableResource;
  readonly report: ResourceReport;
  /** Successors by withdrawn identifier, where the resource is a history. */
  readonly successors: ReadonlyMap<string, readonly string[]>;
  /** By column of `primaryColumns`. */
  readonly primaries: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What one row has to be asked for. */
type RowReader = (cells: readonly string[], line: number) => void;

/**
 * Reads the table of a declaration, once, into all its maps.
 *
 * @returns undefined when a column is missing: that is noted where the catalog names the column
 * @throws Error the file cannot be read
 */
export async function loadResource(
  declaration: ResourceDeclaration,
  options: LoadResourceOptions,
): Promise<LoadedResource | undefined> {
  const began = performance.now();
  const table = new TableReader(declaration, options);
  const file = await readTable(
    options.path,
    {
      delimiter: declaration.format === "csv" ? "," : "\t",
      comment: declaration.comment,
      quote: declaration.quote,
      isGzipped: declaration.isGzipped,
    },
    ({ cells, line }) => {
      table.row(cells, line);
    },
  );
  return table.loaded(file, performance.now() - began);
}

class TableReader {
  private readonly maps: TableMap[] = [];
  private readonly successors = new Map<string, string[]>();
  private readonly primaries = new Map<string, Set<string>>();
  private readonly skipped: SkippedEntry[] = [];
  private header: readonly string[] | undefined;
  private readers: RowReader[] = [];
  private hasProblem = false;
  private rowsRead = 0;
  private rowsSkipped = 0;
  private identifiersSkipped = 0;
  private duplicates = 0;

  constructor(
    private readonly declaration: ResourceDeclaration,
    private readonly options: LoadResourceOptions,
  ) {}

  row(cells: readonly string[], line: number): void {
    if (this.header === undefined) {
      this.start(cells);
      return;
    }
    this.rowsRead += 1;
    if (cells.length !== this.header.length) {
      this.rowsSkipped += 1;
      this.skip(line, `${String(cells.length)} cells, the header has ${String(this.header.length)}`);
      return;
    }
    for (const read of this.readers) read(cells, line);
  }

  loaded(file: TableFile, durationMs: number): LoadedResource | undefined {
    const { declaration } = this;
    if (this.header === undefined)
      declaration.file.at.problem(`${this.options.path} is empty: it has no header`);
    else if (this.rowsRead === this.rowsSkipped && !this.hasProblem) {
      declaration.file.at.problem(`${this.options.path} has no row that fits its header`);
    }
    if (this.header === undefined || this.hasProblem || this.rowsRead === this.rowsSkipped) return undefined;
    const { name, release } = declaration;
    const { contentHash, bytes } = file;
    return {
      resource: new TableResource({ name, release, contentHash, maps: this.maps }),
      successors: this.successors,
      primaries: this.primaries,
      report: {
        name,
        file: basename(this.options.path),
        release,
        contentHash,
        bytes,
        rowsRead: this.rowsRead,
        rowsSkipped: this.rowsSkipped,
        identifiersSkipped: this.identifiersSkipped,
        duplicates: this.duplicates,
        firstSkipped: this.skipped,
        maps: this.maps.map((map) => ({
          name: map.name,
          ranks: map.ranks.map((rank) => ({ name: rank.name, identifiers: rank.index.size })),
        })),
        historyEntries: this.successors.size,
        durationMs: Math.round(durationMs),
      },
    };
  }

  private start(header: readonly string[]): void {
    this.header = header.map((it) => it.trim());
    for (const map of this.declaration.maps) this.startMap(map);
    this.startHistory();
    for (const { column, name, type } of this.options.primaryColumns) {
      const current = new Set<string>();
      this.primaries.set(name, current);
      const read = this.cell(column, type, null, name);
      this.readers.push((cells, line) => {
        for (const id of read(cells, line)) current.add(id);
      });
    }
  }

  private startMap(map: ResourceDeclaration["maps"][number]): void {
    const source = this.type(map.sourceType);
    const target = this.type(map.target.type);
    if (source === undefined || target === undefined) return;
    const readTarget = this.cell(map.target.column, target, map.target.listSeparator);
    const confidenceAt = map.confidenceColumn && this.column(map.confidenceColumn);
    const ranks = map.ranks.map((rank) => ({
      name: rank.name,
      confidence: rank.confidence,
      index: new TableIndex(),
      read: this.cell(rank.column, source, rank.listSeparator),
    }));
    this.maps.push({
      name: map.name,
      sourceType: source.name,
      targetType: target.name,
      relation: map.relation,
      ranks: ranks.map(({ name, confidence, index }) => ({ name, confidence, index })),
      foldCase: source.foldCase,
      isReversible: map.isReversible,
      definition: definitionOf(map, this.declaration),
    });
    this.readers.push((cells, line) => {
      const targets = readTarget(cells, line);
      if (targets.length === 0) return;
      const confidence = confidenceAt === null ? null : this.confidence(cells[confidenceAt] ?? "", line);
      for (const { index, read } of ranks) {
        for (const id of read(cells, line)) {
          for (const to of targets) if (!index.add(id, to, confidence)) this.duplicates += 1;
        }
      }
    });
  }

  private startHistory(): void {
    const { history } = this.declaration;
    const type = history && this.type(history.type);
    if (history === null || !type) return;
    const readFrom = this.cell(history.from, type, null);
    const toAt = this.column(history.to);
    const readTo = this.cell(history.to, type, history.listSeparator);
    this.readers.push((cells, line) => {
      const to = cells[toAt]?.trim() ?? "";
      const successors = to === "" || to === history.withdrawn ? [] : readTo(cells, line);
      for (const id of readFrom(cells, line)) {
        const known = this.successors.get(id);
        if (known === undefined) this.successors.set(id, [...successors]);
        else for (const successor of successors) if (!known.includes(successor)) known.push(successor);
      }
    });
  }

  /** Reads the identifiers of one cell. */
  private cell(
    column: Located<string>,
    type: IdentifierType,
    separator: string | null,
    name = column.value,
  ): (cells: readonly string[], line: number) => readonly string[] {
    const at = this.column(column, name);
    const normalise = (raw: string, line: number): string[] => {
      const result = type.normalise(raw);
      if (result.isValid) return [result.identifier];
      if (raw.trim() !== "") {
        this.identifiersSkipped += 1;
        this.skip(line, `${name}: ${JSON.stringify(raw.slice(0, 40))} is no ${type.name}: ${result.reason}`);
      }
      return [];
    };
    return (cells, line) => {
      const cell = cells[at] ?? "";
      if (cell === "") return NONE;
      return separator === null || !cell.includes(separator)
        ? normalise(cell, line)
        : cell.split(separator).flatMap((it) => normalise(it, line));
    };
  }

  /** Which cell of a row a column is; notes one that is missing. */
  private column(column: Located<string>, name = column.value): number {
    const header = this.header ?? [];
    const at = header.indexOf(name);
    if (at >= 0 && !header.includes(name, at + 1)) return at;
    this.hasProblem = true;
    const where = `in ${this.options.path}`;
    column.at.problem(
      at < 0 ? `${unknownName("column", name, header)} (${where})` : `two columns ${where} are named ${name}`,
    );
    return -1;
  }

  private type({ value }: Located<string>): IdentifierType | undefined {
    return this.options.types.get(value);
  }

  private confidence(text: string, line: number): number | null {
    const value = Number(text);
    if (text.trim() === "") return null;
    if (value >= 0 && value <= 1) return value;
    this.skip(
      line,
      `the confidence ${JSON.stringify(text.slice(0, 40))} is not from 0 to 1: the rank's is used`,
    );
    return null;
  }

  private skip(line: number, reason: string): void {
    if (this.skipped.length < SHOWN_SKIPPED) this.skipped.push({ line, reason });
  }
}

const NONE: readonly string[] = [];

function definitionOf(map: ResourceDeclaration["maps"][number], resource: ResourceDeclaration): unknown {
  return {
    name: map.name,
    format: resource.format,
    comment: resource.comment,
    quote: resource.quote,
    source: map.sourceType.value,
    ranks: map.ranks.map(({ name, column, confidence, listSeparator }) => ({
      name,
      column: column.value,
      confidence,
      listSeparator,
    })),
    target: map.target.type.value,
    column: map.target.column.value,
    listSeparator: map.target.listSeparator,
    relation: map.relation,
    confidenceColumn: map.confidenceColumn?.value ?? null,
    isReversible: map.isReversible,
  };
}
