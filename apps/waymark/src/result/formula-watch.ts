/** What a spreadsheet takes for a formula, see OWASP's "CSV Injection"; a number with a sign is none. */
const FORMULA = /^[=+\-@\t\r].|^[=@]/s;
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** Counts, and on request disarms, cells that a spreadsheet would run as formulas. */
export class FormulaWatch {
  /** Cells that a spreadsheet would run. */
  count = 0;
  /** The first of them. */
  first: string | null = null;

  /** @param isGuarding writes an apostrophe before them, which changes them for other programs */
  constructor(readonly isGuarding: boolean) {}

  safe(cell: string): string {
    if (!FORMULA.test(cell) || NUMBER.test(cell)) return cell;
    this.count += 1;
    this.first ??= cell;
    return this.isGuarding ? `'${cell}` : cell;
  }
}
