import { RELATIONS } from "@waymark/trace-core";

import { DEFAULT_CONFIDENCE } from "../../confidence/default-confidence.js";
import type { CatalogNode } from "./catalog-node.js";
import { located, type Located } from "./located.js";
import type {
  ColumnDeclaration,
  HistoryDeclaration,
  MapDeclaration,
  RankDeclaration,
  ResourceDeclaration,
} from "./declarations.js";
import { ABOUT_KEYS, readAbout } from "./read-about.js";
import { isHttp } from "./read-http-resources.js";
import { readResilience } from "./read-resilience.js";
import { isSssom, readSssomResource } from "./read-sssom-resource.js";

/**
 * Reads the `resources` of a catalog, except services.
 *
 * @param primaries names of those that say what is current
 */
export function readResources(resources: CatalogNode, primaries: ReadonlySet<string>): ResourceDeclaration[] {
  return resources.entries().flatMap(([name, node]): readonly ResourceDeclaration[] => {
    if (name.includes(".")) node.problem("a resource's name has no dot: steps are written resource.map");
    if (isHttp(node)) return [];
    if (isSssom(node)) return readSssomResource(name, node);
    const at = node.fields([
      "file",
      "format",
      "release",
      "listSeparator",
      "comment",
      "quote",
      "maps",
      "history",
      "resilience",
      ...ABOUT_KEYS,
    ]);
    const file = located(at.file);
    if (file === undefined) {
      if (at.file === undefined) node.problem("lacks file");
      return [];
    }
    const listSeparator = readSeparator(at.listSeparator, null);
    if (!at.maps && !at.history && !primaries.has(name)) {
      node.problem(
        "translates nothing: give it maps or a history, or let a type name one of its columns as primary",
      );
    }
    const plain = file.value.toLowerCase().replace(/\.gz$/, "");
    return [
      {
        name,
        at: node,
        file,
        format: at.format?.oneOf(["tsv", "csv"]) ?? (plain.endsWith(".csv") ? "csv" : "tsv"),
        isGzipped: file.value.toLowerCase().endsWith(".gz"),
        release: at.release?.text() ?? null,
        comment: at.comment?.text() ?? null,
        quote: readQuote(at.quote),
        maps: at.maps?.entries().flatMap(([map, it]) => readMap(map, it, listSeparator) ?? []) ?? [],
        history: at.history === undefined ? null : (readHistory(at.history, listSeparator) ?? null),
        about: readAbout(at),
        ...(at.resilience && { resilience: readResilience(at.resilience) }),
      },
    ];
  });
}

/** The character declared, null for `none`. Default: a double quote. */
function readQuote(node: CatalogNode | undefined): string | null {
  const quote = node?.text() ?? '"';
  if (quote === "none") return null;
  if (quote.length !== 1) node?.problem("must be one character, or none");
  return quote;
}

/** The separator declared here, null for `none`. Default: the inherited one. */
function readSeparator(node: CatalogNode | undefined, inherited: string | null): string | null {
  const separator = node?.text();
  return separator === "none" ? null : (separator ?? inherited);
}

function readMap(name: string, node: CatalogNode, inherited: string | null): MapDeclaration | undefined {
  const at = node.fields([
    "from",
    "to",
    "relation",
    "confidence",
    "confidenceColumn",
    "since",
    "preferred",
    "ranks",
    "reversible",
    "listSeparator",
  ]);
  const listSeparator = readSeparator(at.listSeparator, inherited);
  if (at.from === undefined || at.to === undefined)
    return node.problem("lacks from or to: they say from which type and column to which");
  const source = readColumn(at.from, listSeparator);
  const target = readColumn(at.to, listSeparator);
  const confidence = at.confidence?.number(0, 1) ?? DEFAULT_CONFIDENCE;
  if (source === undefined || target === undefined) return undefined;
  if (target.column === null) return at.to.problem("lacks a column: write { type: …, column: … }");
  const ranks = at.ranks
    ? readRanks(at.ranks, confidence, source.listSeparator, located(at.since) ?? null)
    : source.column && [
        {
          name: null,
          column: source.column,
          also: source.also,
          confidence,
          listSeparator: source.listSeparator,
          since: located(at.since) ?? null,
        },
      ];
  if (ranks === null) return at.from.problem("lacks a column: write { type: …, column: … }, or give ranks");
  if (at.ranks && source.column) at.from.problem("names a column, but so do the ranks");
  if (ranks.length === 0) at.ranks?.problem("has no rank");
  return {
    name,
    at: node,
    sourceType: source.type,
    ranks,
    target: { ...target, column: target.column },
    relation: at.relation?.oneOf(RELATIONS) ?? "same",
    confidenceColumn: located(at.confidenceColumn) ?? null,
    preferred: at.preferred === undefined ? null : readPreferred(at.preferred),
    isReversible: at.reversible?.boolean() ?? false,
  };
}

/** `COLUMN`, or `{ column, value }`. */
function readPreferred(node: CatalogNode): MapDeclaration["preferred"] {
  const at = node.isText ? { column: node, value: undefined } : node.fields(["column", "value"]);
  const column = located(at.column);
  if (column === undefined) {
    node.problem("lacks column");
    return null;
  }
  return { column, value: at.value?.text() ?? null };
}

/** One `column`, or several `columns`. */
function readColumns(
  at: { readonly column?: CatalogNode | undefined; readonly columns?: CatalogNode | undefined },
  node: CatalogNode,
): Located<string>[] {
  if (at.column && at.columns) node.problem("names both column and columns: keep one of the two");
  const columns = at.columns ? at.columns.items() : at.column ? [at.column] : [];
  return columns.flatMap((it) => located(it) ?? []);
}

/** `TYPE`, or `{ type, column, columns, listSeparator }`. */
function readColumn(node: CatalogNode, listSeparator: string | null): ColumnDeclaration | undefined {
  if (node.isText) {
    const type = located(node);
    return type && { type, column: null, also: [], listSeparator };
  }
  const at = node.fields(["type", "column", "columns", "listSeparator"]);
  const type = located(at.type);
  if (type === undefined) return at.type === undefined ? node.problem("lacks type") : undefined;
  const [column = null, ...also] = readColumns(at, node);
  return { type, column, also, listSeparator: readSeparator(at.listSeparator, listSeparator) };
}

function readRanks(
  node: CatalogNode,
  confidence: number,
  listSeparator: string | null,
  since: Located<string> | null,
): RankDeclaration[] {
  const names = new Set<string>();
  return node.items().flatMap((item) => {
    const at = item.fields(["column", "columns", "as", "confidence", "listSeparator", "since"]);
    const [column, ...also] = readColumns(at, item);
    if (column === undefined) {
      if (at.column === undefined) item.problem("lacks column");
      return [];
    }
    const name = at.as?.text() ?? column.value;
    if (names.has(name)) item.problem(`two ranks are named ${name}`);
    names.add(name);
    return [
      {
        name,
        column,
        also,
        confidence: at.confidence?.number(0, 1) ?? confidence,
        listSeparator: readSeparator(at.listSeparator, listSeparator),
        since: located(at.since) ?? since,
      },
    ];
  });
}

function readHistory(node: CatalogNode, listSeparator: string | null): HistoryDeclaration | undefined {
  const at = node.fields(["type", "from", "to", "withdrawn", "listSeparator", "confidence"]);
  const type = located(at.type);
  const from = located(at.from);
  const to = located(at.to);
  if (type === undefined || from === undefined || to === undefined)
    return node.problem("needs type, from and to");
  return {
    at: node,
    type,
    from,
    to,
    withdrawn: at.withdrawn?.text() ?? null,
    listSeparator: readSeparator(at.listSeparator, listSeparator),
    confidence: at.confidence?.number(0, 1) ?? DEFAULT_CONFIDENCE,
  };
}
