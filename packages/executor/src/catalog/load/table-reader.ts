import type { IdentifierType } from "../../identifier-type.js";
import type { LookUpHit } from "../../resource.js";
import { TableIndex } from "../../resources/table-index.js";
import type { TableMap } from "../../resources/table-resource.js";
import type { Located } from "../read/located.js";
import { ColumnFit } from "./column-fit.js";
import type { HistoryDeclaration, MapDeclaration, ResourceDeclaration } from "../read/declarations.js";
import { mapDefinition } from "./map-definition.js";
import { otherFormat } from "./other-format.js";
import { SkippedEntries } from "../../resources/skipped-entries.js";
import { unknownName } from "../../messages/unknown-name.js";

/** A column whose identifiers a type calls its current ones. */
export interface PrimaryColumn {
  readonly type: IdentifierType;
  readonly column: Located<string>;
}

/** Reads the identifiers of one cell of a row. */
type CellReader = (cells: readonly string[], line: number) => readonly string[];

const NONE: readonly string[] = [];

/** Takes the rows of a table, the header first, and sorts them into all that is declared of it. */
export class TableReader {
  readonly maps: TableMap[] = [];
  /** Successors by withdrawn identifier, where the table is a history. */
  readonly successors = new Map<string, string[]>();
  /** By type: the identifiers that it calls current. */
  readonly current = new Map<string, Set<string>>();
  readonly skipped = new SkippedEntries();
  rowsRead = 0;
  rowsSkipped = 0;
  duplicates = 0;
  /** Whether a column is missing: noted where the catalog names it. */
  hasProblem = false;
  private header: readonly string[] | undefined;
  private readonly fits = new Map<string, ColumnFit>();
  private readonly readers: ((cells: readonly string[], line: number) => void)[] = [];

  constructor(
    private readonly declaration: ResourceDeclaration,
    private readonly types: ReadonlyMap<string, IdentifierType>,
    private readonly primaries: readonly PrimaryColumn[],
    /** Where the table lies, for messages. */
    private readonly path: string,
  ) {}

  get hasHeader(): boolean {
    return this.header !== undefined;
  }

  /** Of columns none of whose cells is what it was declared to be. */
  warnings(file: string): string[] {
    return [...this.fits.values()].flatMap((it) => it.warning(file) ?? []);
  }

  row(cells: readonly string[], line: number): void {
    const { header } = this;
    if (header === undefined) {
      this.start(cells);
      return;
    }
    this.rowsRead += 1;
    if (cells.length !== header.length) {
      this.rowsSkipped += 1;
      this.skipped.add("row", line, () => `${cells.length} cells, the header has ${header.length}`);
      return;
    }
    for (const read of this.readers) read(cells, line);
  }

  private start(header: readonly string[]): void {
    this.header = header.map((it) => it.trim());
    // Otherwise every column would be told as missing.
    const other = this.namesOneOf(this.header) ? undefined : otherFormat(this.header, this.declaration);
    if (other !== undefined) {
      this.hasProblem = true;
      this.declaration.file.at.problem(`${this.path} ${other}`);
      return;
    }
    for (const map of this.declaration.maps) this.startMap(map);
    if (this.declaration.history) this.startHistory(this.declaration.history);
    for (const { type, column } of this.primaries) {
      const current = new Set<string>();
      this.current.set(type.name, current);
      const read = this.cell(column, type, null);
      this.readers.push((cells, line) => {
        for (const id of read(cells, line)) current.add(id);
      });
    }
  }

  /** Whether the header has any column that the catalog names. */
  private namesOneOf(header: readonly string[]): boolean {
    const { maps, history } = this.declaration;
    const named = [
      ...maps.map((it) => it.target.column),
      ...(history ? [history.from] : []),
      ...this.primaries.map((it) => it.column),
    ];
    return named.some((it) => header.includes(it.value));
  }

  private startMap(map: MapDeclaration): void {
    const source = this.types.get(map.sourceType.value);
    const target = this.types.get(map.target.type.value);
    if (source === undefined || target === undefined) return;
    const readTarget = this.cells([map.target.column, ...map.target.also], target, map.target.listSeparator);
    const isPreferred = this.preference(map.preferred);
    const confidenceAt = map.confidenceColumn && this.column(map.confidenceColumn);
    const ranks = map.ranks.map((rank) => ({
      name: rank.name,
      confidence: rank.confidence,
      index: new TableIndex(),
      read: this.cells([rank.column, ...rank.also], source, rank.listSeparator),
      since: this.date(rank.since),
    }));
    this.maps.push({
      name: map.name,
      sourceType: source.name,
      targetType: target.name,
      relation: map.relation,
      ranks: ranks.map(({ name, confidence, index }) => ({ name, confidence, index })),
      foldCase: source.foldCase,
      isReversible: map.isReversible,
      definition: mapDefinition(map, this.declaration),
    });
    this.readers.push((cells, line) => {
      const targets = readTarget(cells, line);
      if (targets.length === 0) return;
      const confidence = confidenceAt === null ? null : this.confidence(cells[confidenceAt] ?? "", line);
      const preferred = isPreferred(cells);
      for (const { index, read, since } of ranks) {
        for (const id of read(cells, line)) {
          const more = moreOf(since(cells, line), preferred);
          for (const to of targets) if (!index.add(id, to, confidence, more)) this.duplicates += 1;
        }
      }
    });
  }

  private startHistory(history: HistoryDeclaration): void {
    const type = this.types.get(history.type.value);
    if (type === undefined) return;
    const readFrom = this.cell(history.from, type, null);
    const toAt = this.column(history.to);
    const readTo = this.cell(history.to, type, history.listSeparator, history.withdrawn);
    this.readers.push((cells, line) => {
      const to = cells[toAt]?.trim() ?? "";
      const successors = readTo(cells, line);
      // Successors that cannot be read are not the same as none.
      const isLost = successors.length === 0 && to !== "" && to !== history.withdrawn;
      if (isLost) return;
      for (const id of readFrom(cells, line)) this.addSuccessors(id, successors);
    });
  }

  private addSuccessors(identifier: string, successors: readonly string[]): void {
    const known = this.successors.get(identifier);
    if (known === undefined) {
      this.successors.set(identifier, [...successors]);
      return;
    }
    for (const successor of successors) {
      if (known.includes(successor)) this.duplicates += 1;
      else known.push(successor);
    }
  }

  /** Reads the identifiers of several cells, one after the other. */
  private cells(
    columns: readonly Located<string>[],
    type: IdentifierType,
    separator: string | null,
  ): CellReader {
    const readers = columns.map((it) => this.cell(it, type, separator));
    const [only] = readers;
    if (only !== undefined && readers.length === 1) return only;
    return (cells, line) => [...new Set(readers.flatMap((read) => read(cells, line)))];
  }

  private preference(preferred: MapDeclaration["preferred"]): (cells: readonly string[]) => boolean {
    if (preferred === null) return () => false;
    const at = this.column(preferred.column);
    const { value } = preferred;
    return (cells) => {
      const cell = (cells[at] ?? "").trim();
      return value === null ? cell !== "" : cell === value;
    };
  }

  /** Reads a day, month or year, in UTC; one that is none is counted, and its row used all the same. */
  private date(column: Located<string> | null): (cells: readonly string[], line: number) => Date | null {
    if (column === null) return () => null;
    const at = this.column(column);
    return (cells, line) => {
      const cell = (cells[at] ?? "").trim();
      if (cell === "") return null;
      const time = /^\d{4}(-\d{2}(-\d{2})?)?$/.test(cell) ? Date.parse(cell) : Number.NaN;
      if (!Number.isNaN(time)) return new Date(time);
      const shown = JSON.stringify(cell.slice(0, 40));
      this.skipped.add(
        `date ${column.value}`,
        line,
        () => `${column.value}: ${shown} is no date, such as 2019-03-01`,
      );
      return null;
    };
  }

  /** Reads the identifiers of one cell; `nothing` is a text that stands for none. */
  private cell(
    column: Located<string>,
    type: IdentifierType,
    separator: string | null,
    nothing: string | null = null,
  ): CellReader {
    const at = this.column(column);
    const kind = `identifier ${column.value} ${type.name}`;
    const normalise = (raw: string, line: number): readonly string[] => {
      // What a reader of UTF-8 puts where there was none.
      const isText = !raw.includes("\uFFFD");
      const result = isText ? type.normalise(raw) : { isValid: false as const, reason: "it is not UTF-8" };
      if (result.isValid) return [result.identifier];
      const trimmed = raw.trim();
      if (trimmed !== "" && trimmed !== nothing) {
        const shown = JSON.stringify(raw.slice(0, 40));
        this.skipped.add(kind, line, () => `${column.value}: ${shown} is no ${type.name}: ${result.reason}`);
      }
      return NONE;
    };
    const fit = this.fitOf(column.value, type);
    return (cells, line) => {
      const cell = cells[at] ?? "";
      if (cell === "" || cell === nothing) return NONE;
      const found =
        separator === null || !cell.includes(separator)
          ? normalise(cell, line)
          : cell.split(separator).flatMap((it) => normalise(it, line));
      fit.add(cell, found);
      return found;
    };
  }

  /** Shared by all that read the column as this type. */
  private fitOf(column: string, type: IdentifierType): ColumnFit {
    const key = `${column}\0${type.name}`;
    const fit = this.fits.get(key) ?? new ColumnFit(column, type);
    this.fits.set(key, fit);
    return fit;
  }

  /** Which cell of a row a column is; notes one that is missing. */
  private column({ value: name, at }: Located<string>): number {
    const header = this.header ?? [];
    const index = header.indexOf(name);
    if (index >= 0 && !header.includes(name, index + 1)) return index;
    this.hasProblem = true;
    at.problem(
      index < 0
        ? `${unknownName("column", name, header)} (in ${this.path})`
        : `two columns of ${this.path} are named ${name}: rename one there`,
    );
    return -1;
  }

  private confidence(text: string, line: number): number | null {
    if (text.trim() === "") return null;
    const value = Number(text);
    if (value >= 0 && value <= 1) return value;
    const shown = JSON.stringify(text.slice(0, 40));
    this.skipped.add(
      "confidence",
      line,
      () => `the confidence ${shown} is not from 0 to 1: the rank's is used`,
    );
    return null;
  }
}

/** Shared by most rows, so that it costs them nothing. */
const NOTHING_MORE: Pick<LookUpHit, "since" | "isPreferred"> = {};

function moreOf(since: Date | null, isPreferred: boolean): Pick<LookUpHit, "since" | "isPreferred"> {
  if (since === null && !isPreferred) return NOTHING_MORE;
  return { ...(since && { since }), ...(isPreferred && { isPreferred }) };
}
