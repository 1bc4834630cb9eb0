/** What a spreadsheet takes for a formula, see OWASP's "CSV Injection"; signed numbers are excluded. */
const FORMULA = /^[=+\-@\t\r].|^[=@]/s;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** Counts cells that a spreadsheet would execute as formulas, and guards them on request. */
export class FormulaWatch {
  /** Number of cells that a spreadsheet would execute. */
  count = 0;
  /** The first such cell. */
  first: string | null = null;

  /** @param isGuarding whether to prefix such cells with an apostrophe, which changes them for other programs */
  constructor(readonly isGuarding: boolean) {}

  safe(cell: string): string {
    if (!FORMULA.test(cell) || NUMBER.test(cell)) return cell;
    this.count += 1;
    this.first ??= cell;
    return this.isGuarding ? `'${cell}` : cell;
  }
}
