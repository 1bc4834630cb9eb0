import type { IdentifierType } from "../../identifier-type.js";

/** Usual separators between identifiers, the likeliest first. */
const LIST_SEPARATORS = ["|", ";", ",", " "];

/** Checks whether any cell of a column is an identifier of its declared type. */
export class ColumnFit {
  private cells = 0;
  private fits = false;
  private first: string | null = null;

  constructor(
    private readonly column: string,
    private readonly type: IdentifierType,
  ) {}

  /**
   * @param cell not empty
   * @param found the identifiers in the cell
   */
  add(cell: string, found: readonly string[]): void {
    if (this.fits) return;
    this.cells += 1;
    this.first ??= cell;
    this.fits = found.length > 0;
  }

  /**
   * What is wrong, and what to do, if no cell is one; otherwise undefined.
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
