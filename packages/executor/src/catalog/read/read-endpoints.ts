import type { CatalogNode } from "./catalog-node.js";
import { located, type Located } from "./located.js";

/** The column of a further type. */
interface EndpointColumn {
  readonly column: Located<string>;
  readonly listSeparator: string | null;
}

/** Where the identifiers of an endpoint's primary type are. */
export interface EndpointData extends EndpointColumn {
  readonly file: Located<string>;
  readonly format: "tsv" | "csv";
  readonly isGzipped: boolean;
  /** Columns of its further types, which must exist. */
  readonly further: readonly Located<string>[];
}

export interface EndpointDeclaration {
  readonly name: string;
  readonly at: CatalogNode;
  /** The primary one first. */
  readonly types: readonly Located<string>[];
  readonly release: string | null;
  /** Null if it has no data. */
  readonly data: EndpointData | null;
}

/** The `endpoints` of a catalog. */
export function readEndpoints(endpoints: CatalogNode): EndpointDeclaration[] {
  return endpoints.entries().flatMap(([name, node]) => {
    const at = node.fields(["types", "file", "format", "column", "listSeparator", "release"]);
    const columns = (at.types?.items() ?? []).flatMap((it) => readType(it) ?? []);
    const [primary, ...further] = columns;
    if (primary === undefined) {
      node.problem("lacks types: its primary one first, then others in order of preference");
      return [];
    }
    const file = located(at.file);
    if (at.column && primary.column) at.column.problem("is also given at the primary type: keep one");
    const column = located(at.column) ?? primary.column;
    if ((file === undefined) !== (column === null))
      node.problem(
        "file and column go together: column names the column with the identifiers of the primary type",
      );
    return [
      {
        name,
        at: node,
        types: columns.map((it) => it.type),
        release: at.release?.text() ?? null,
        data:
          file && column
            ? {
                file,
                column,
                listSeparator: separator(at.listSeparator) ?? primary.listSeparator,
                format: at.format?.oneOf(["tsv", "csv"]) ?? (isCsv(file.value) ? "csv" : "tsv"),
                isGzipped: file.value.toLowerCase().endsWith(".gz"),
                further: further.flatMap((it) => it.column ?? []),
              }
            : null,
      },
    ];
  });
}

/** `TYPE`, or `{ type, column, listSeparator }`. */
function readType(node: CatalogNode) {
  if (!node.isMap) {
    const type = located(node);
    return type && { type, column: null, listSeparator: null };
  }
  const at = node.fields(["type", "column", "listSeparator"]);
  const type = located(at.type);
  if (type === undefined) return at.type === undefined ? node.problem("lacks type") : undefined;
  return { type, column: located(at.column) ?? null, listSeparator: separator(at.listSeparator) };
}

function isCsv(file: string): boolean {
  return /\.csv(\.gz)?$/i.test(file);
}

function separator(node: CatalogNode | undefined): string | null {
  const text = node?.text();
  return text === undefined || text === "none" ? null : text;
}
