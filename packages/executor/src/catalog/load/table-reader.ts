import type { IdentifierType } from "../../identifier-type.js";
import type { LookUpHit } from "../../resource.js";
import { SkippedEntries } from "../../resources/skipped-entries.js";
import { TableIndex } from "../../resources/table-index.js";
import type { TableMap } from "../../resources/table-resource.js";
import type { HistoryDeclaration, MapDeclaration, ResourceDeclaration } from "../read/declarations.js";
import type { Located } from "../read/located.js";
import { ColumnReaders } from "./column-readers.js";
import { mapDefinition } from "./map-definition.js";
import { otherFormat } from "./other-format.js";

/** A column whose identifiers are the current ones of a type. */
export interface PrimaryColumn {
  readonly type: IdentifierType;
  readonly column: Located<string>;
}

/** Takes the rows of a table, the header first, and reads from them everything that is declared for it. */
export class TableReader {
  readonly maps: TableMap[] = [];
  /** Successors by withdrawn identifier, if the table is a history. */
  readonly successors = new Map<string, string[]>();
  /** By type: its current identifiers. */
  readonly current = new Map<string, Set<string>>();
  readonly skipped = new SkippedEntries();
  rowsRead = 0;
  rowsSkipped = 0;
  duplicates = 0;
  private header: readonly string[] | undefined;
  private isOtherFormat = false;
  private columns: ColumnReaders | undefined;
  private readonly readers: ((cells: readonly string[], line: number) => void)[] = [];

  constructor(
    private readonly declaration: ResourceDeclaration,
    private readonly types: ReadonlyMap<string, IdentifierType>,
    private readonly primaries: readonly PrimaryColumn[],
    /** Path of the table, for messages. */
    private readonly path: string,
  ) {}

  get hasHeader(): boolean {
    return this.header !== undefined;
  }

  /** Whether columns are missing or the format is wrong, which is noted where the catalog names them. */
  get hasProblem(): boolean {
    return this.isOtherFormat || this.columns?.hasProblem === true;
  }

  /** Warnings about columns of which no cell is what it was declared to be. */
  warnings(file: string): string[] {
    return this.columns?.warnings(file) ?? [];
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
    // Otherwise, every column would be reported as missing.
    const other = this.namesOneOf(this.header) ? undefined : otherFormat(this.header, this.declaration);
    if (other !== undefined) {
      this.isOtherFormat = true;
      this.declaration.file.at.problem(`${this.path} ${other}`);
      return;
    }
    const columns = new ColumnReaders(this.header, this.path, this.skipped);
    this.columns = columns;
    for (const map of this.declaration.maps) this.startMap(map, columns);
    if (this.declaration.history) this.startHistory(this.declaration.history, columns);
    for (const { type, column } of this.primaries) {
      const current = new Set<string>();
      this.current.set(type.name, current);
      const read = columns.cell(column, type, null);
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

  private startMap(map: MapDeclaration, columns: ColumnReaders): void {
    const source = this.types.get(map.sourceType.value);
    const target = this.types.get(map.target.type.value);
    if (source === undefined || target === undefined) return;
    const readTarget = columns.cells(
      [map.target.column, ...map.target.also],
      target,
      map.target.listSeparator,
    );
    const isPreferred = columns.preference(map.preferred);
    const confidenceOf = columns.confidence(map.confidenceColumn);
    const ranks = map.ranks.map((rank) => ({
      name: rank.name,
      confidence: rank.confidence,
      index: new TableIndex(),
      read: columns.cells([rank.column, ...rank.also], source, rank.listSeparator),
      since: columns.date(rank.since),
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
      const confidence = confidenceOf(cells, line);
      const preferred = isPreferred(cells);
      for (const { index, read, since } of ranks) {
        for (const id of read(cells, line)) {
          const more = moreOf(since(cells, line), preferred);
          for (const to of targets) if (!index.add(id, to, confidence, more)) this.duplicates += 1;
        }
      }
    });
  }

  private startHistory(history: HistoryDeclaration, columns: ColumnReaders): void {
    const type = this.types.get(history.type.value);
    if (type === undefined) return;
    const readFrom = columns.cell(history.from, type, null);
    const toAt = columns.place(history.to);
    const readTo = columns.cell(history.to, type, history.listSeparator, history.withdrawn);
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
}

/** Shared by most rows, so that they need no object of their own. */
const NOTHING_MORE: Pick<LookUpHit, "since" | "isPreferred"> = {};

function moreOf(since: Date | null, isPreferred: boolean): Pick<LookUpHit, "since" | "isPreferred"> {
  if (since === null && !isPreferred) return NOTHING_MORE;
  return { ...(since && { since }), ...(isPreferred && { isPreferred }) };
}
