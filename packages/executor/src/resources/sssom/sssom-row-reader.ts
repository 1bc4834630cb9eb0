import type { SkippedEntries } from "../skipped-entries.js";
import type { TableRow } from "../read-table.js";
import type { Curie, CuriePrefixes } from "./curie-prefixes.js";
import { SssomFileError } from "./sssom-file-error.js";
import type { SssomMapping } from "./sssom-mapping.js";

/** Columns that every mapping needs. */
const NEEDED = ["subject_id", "predicate_id", "object_id"] as const;

/** Optional columns; older sets lack `mapping_justification`. */
const FURTHER = [
  "mapping_justification",
  "predicate_modifier",
  "confidence",
  "subject_type",
  "object_type",
] as const;

type Column = (typeof NEEDED)[number] | (typeof FURTHER)[number];

/** Reads the rows of a mapping set by the names of their columns, and skips those that are not a mapping. */
export class SssomRowReader {
  private readonly columns: ReadonlyMap<string, number>;
  private readonly width: number;

  /**
   * @param header the first row
   * @param file for messages
   * @throws SssomFileError a column is missing, or occurs twice
   */
  constructor(
    { cells, line }: TableRow,
    private readonly prefixes: CuriePrefixes,
    private readonly skipped: SkippedEntries,
    file: string,
  ) {
    const names = cells.map((it) => it.trim());
    this.columns = new Map(names.map((name, i) => [name, i]));
    this.width = names.length;
    for (const column of [...NEEDED, ...FURTHER]) {
      const index = names.indexOf(column);
      if (index >= 0 && names.includes(column, index + 1))
        throw new SssomFileError(file, line, `two columns are named ${column}: rename one`);
    }
    const missing = NEEDED.filter((it) => !this.columns.has(it));
    if (missing.length > 0) {
      const shown = names.slice(0, 30).join(", ");
      const hint = names.length === 1 ? "; are its columns separated by tabs?" : "";
      throw new SssomFileError(
        file,
        line,
        `this is not the header of a mapping set: it lacks ${missing.join(", ")}. There are ${shown}${hint}`,
      );
    }
  }

  /** The mapping of a row; undefined if it was skipped. */
  read({ cells, line }: TableRow): SssomMapping | undefined {
    const skip = (kind: string, reason: string): undefined => {
      this.skipped.add(kind, line, () => reason);
      return undefined;
    };
    // Cells missing at the end of a row are empty, and a row may have empty cells beyond the header.
    if (cells.slice(this.width).some((it) => it.trim() !== ""))
      return skip("row", `${cells.length} cells, the header has ${this.width}`);
    const curie = (column: Column): Curie | undefined => {
      const text = this.cell(cells, column);
      if (text === "") return skip(`empty ${column}`, `${column} is empty${this.whyEmpty(cells, column)}`);
      const read = this.prefixes.read(text);
      return "text" in read
        ? read
        : skip(
            `curie ${column}`,
            `${column}: ${JSON.stringify(text.slice(0, 60))} is skipped: ${read.reason}`,
          );
    };
    const subject = curie("subject_id");
    const predicate = subject && curie("predicate_id");
    const object = predicate && curie("object_id");
    if (!subject || !predicate || !object) return undefined;
    if (this.columns.has("mapping_justification") && !curie("mapping_justification")) return undefined;
    const modifier = this.cell(cells, "predicate_modifier");
    if (modifier !== "" && modifier !== "Not")
      return skip("modifier", `predicate_modifier: ${JSON.stringify(modifier.slice(0, 60))} is not Not`);
    const written = this.cell(cells, "confidence");
    const confidence = written === "" ? null : Number(written);
    if (confidence !== null && !(confidence >= 0 && confidence <= 1))
      return skip("confidence", `confidence: ${JSON.stringify(written.slice(0, 60))} is not from 0 to 1`);
    return { line, subject, predicate, object, isNegated: modifier === "Not", confidence };
  }

  private cell(cells: readonly string[], column: Column): string {
    return cells[this.columns.get(column) ?? -1]?.trim() ?? "";
  }

  private whyEmpty(cells: readonly string[], column: Column): string {
    const type = column === "subject_id" ? "subject_type" : column === "object_id" ? "object_type" : null;
    return type && this.cell(cells, type) === "rdfs literal" ? ": literals have no identifier" : "";
  }
}
