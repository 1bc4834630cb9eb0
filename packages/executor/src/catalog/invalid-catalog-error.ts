import { WaymarkError } from "@waymark/trace-core";

export interface CatalogProblem {
  /** The catalog, or the table file that it names; null for a catalog created in code. */
  readonly file: string | null;
  /** From 1; null if there is no such place. */
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

/** Code `invalid-catalog`: all problems of a catalog, each with its place. */
export class InvalidCatalogError extends WaymarkError {
  static readonly code = "invalid-catalog";
  readonly problems: readonly CatalogProblem[];

  constructor(problems: readonly CatalogProblem[]) {
    super(problems.map(shown).join("\n"), {
      code: InvalidCatalogError.code,
      details: { problems: problems.map((it) => ({ ...it })) },
    });
    this.problems = problems;
  }
}

function shown({ file, line, column, message }: CatalogProblem): string {
  const place = [file, line, column].filter((it) => it !== null).join(":");
  return place === "" ? message : `${place}: ${message}`;
}
