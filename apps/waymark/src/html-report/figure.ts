/** A chart, and the same data as a table for readers who cannot see it or need the numbers. */
export interface Figure {
  readonly title: string;
  /** One or two sentences on how to read it. */
  readonly caption: string;
  /** SVG. */
  readonly chart: string;
  readonly table: FigureTable;
}

export interface FigureTable {
  readonly columns: readonly string[];
  /** Numbers are right-aligned. */
  readonly rows: readonly (readonly (string | number)[])[];
}
