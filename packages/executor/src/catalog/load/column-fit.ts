import type { IdentifierType } from "../../identifier-type.js";

/** What people write between identifiers, likeliest first. */
const LIST_SEPARATORS = ["|", ";", ",", " "];

/** Whether any cell of a column is an identifier of the type that it was declared to be of. */
export class ColumnFit {
  private cells = 0;
  private fits = false;
  private first: string | null = null;

  constructor(
    private readonly column: string,
    private readonly type: IdentifierType,
  ) {}

  /** @param found the identifiers in the cell, which is not empty */
  add(cell: string, found: readonly string[]): void {
    if (this.fits) return;
    this.cells += 1;
    this.first ??= cell;
    this.fits = found.length > 0;
  }

  /**
   * What is wrong where none is, and what to do; undefined otherwise.
   *
   * @param file the table's name
   */
  warning(file: string): string | undefined {
    const { cells, column, type, first } = this;
    if (this.fits || first === null) return undefined;
    const result = type.normalise(first);
    const reason = result.isValid ? "" : `: ${result.reason}`;
    const separator = this.missingSeparator(first);
    const advice =
      separator === undefined
        ? `choose another column, or fix the pattern of ${type.name}`
        : `split at ${JSON.stringify(separator)} it would be several: declare listSeparator: ${JSON.stringify(separator)}`;
    return (
      `no cell of the column ${column} of ${file} is a ${type.name} (${cells === 1 ? "the only non-empty cell was" : `all ${String(cells)} non-empty cells were`} ` +
      `left out), such as ${JSON.stringify(first.slice(0, 40))}${reason}; ${advice}`
    );
  }

  private missingSeparator(cell: string): string | undefined {
    return LIST_SEPARATORS.find((it) => {
      const parts = cell.split(it);
      return parts.length > 1 && parts.every((part) => this.type.normalise(part).isValid);
    });
  }
}
