/** A chart, and the same as a table for who does not see it or wants the figures. */
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
  /** A number is set to the right. */
  readonly rows: readonly (readonly (string | number)[])[];
}
