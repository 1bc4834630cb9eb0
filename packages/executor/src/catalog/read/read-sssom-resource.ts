import { RELATIONS } from "@waymark/trace-core";

import { DEFAULT_CONFIDENCE } from "../../confidence/default-confidence.js";
import type { CatalogNode } from "./catalog-node.js";
import { located, type Located } from "./located.js";
import type { MapDeclaration, ResourceDeclaration } from "./declarations.js";
import { ABOUT_KEYS, readAbout } from "./read-about.js";
import type { SssomPrefixes } from "./sssom-declaration.js";

/** Whether a resource is declared as a mapping set. */
export function isSssom(node: CatalogNode): boolean {
  return node.isMap && node.entries().some(([key]) => key === "sssom");
}

/** Reads a resource that is a mapping set; empty if it lacks its file. */
export function readSssomResource(name: string, node: CatalogNode): ResourceDeclaration[] {
  const at = node.fields(["sssom", "metadata", "predicates", "minConfidence", "maps", ...ABOUT_KEYS]);
  const file = located(at.sssom);
  const metadata = located(at.metadata) ?? null;
  const predicates = at.predicates === undefined ? null : readPredicates(at.predicates);
  const minConfidence = at.minConfidence?.number(0, 1) ?? 0;
  if (at.maps === undefined) node.problem("lacks maps: they say from which type to which");
  const read = at.maps?.entries().flatMap(([map, it]) => readMap(map, it) ?? []) ?? [];
  if (file === undefined) return [];
  return [
    {
      name,
      at: node,
      file,
      format: "tsv",
      isGzipped: file.value.toLowerCase().endsWith(".gz"),
      release: null,
      comment: "#",
      quote: '"',
      maps: read.map((it) => it.map),
      history: null,
      about: readAbout(at),
      sssom: {
        metadata,
        predicates,
        minConfidence,
        prefixes: new Map(read.map(({ map, prefixes }) => [map.name, prefixes])),
      },
    },
  ];
}

function readPredicates(node: CatalogNode): string[] {
  const items = node.items();
  if (node.isList && items.length === 0)
    node.problem("names no predicate: leave it out for the default ones");
  return items.flatMap((item) => {
    const predicate = item.text();
    if (predicate === undefined) return [];
    if (!/^[^\s:]+:[^\s:]+$/.test(predicate)) item.problem("must be a CURIE, such as skos:exactMatch");
    return [predicate];
  });
}

interface ReadMap {
  readonly map: MapDeclaration;
  readonly prefixes: SssomPrefixes;
}

function readMap(name: string, node: CatalogNode): ReadMap | undefined {
  const at = node.fields(["from", "to", "reversible", "relation"]);
  if (at.from === undefined || at.to === undefined)
    return node.problem("lacks from or to: they say from which type to which");
  const source = readSide(at.from);
  const target = readSide(at.to);
  const relation = at.relation?.oneOf(RELATIONS) ?? "same";
  const isReversible = at.reversible?.boolean() ?? false;
  if (source === undefined || target === undefined) return undefined;
  const subject = { value: "subject_id", at: at.from };
  const object = { value: "object_id", at: at.to };
  return {
    map: {
      name,
      at: node,
      sourceType: source.type,
      ranks: [
        {
          name: null,
          column: subject,
          also: [],
          confidence: DEFAULT_CONFIDENCE,
          listSeparator: null,
          since: null,
        },
      ],
      target: { type: target.type, column: object, also: [], listSeparator: null },
      preferred: null,
      relation,
      confidenceColumn: { value: "confidence", at: node },
      isReversible,
    },
    prefixes: { source: source.prefixes, target: target.prefixes },
  };
}

interface Side {
  readonly type: Located<string>;
  readonly prefixes: readonly Located<string>[] | null;
}

/** `TYPE`, or `{ type, prefix }` with one prefix or a list of them. */
function readSide(node: CatalogNode): Side | undefined {
  if (node.isText) {
    const type = located(node);
    return type && { type, prefixes: null };
  }
  const at = node.fields(["type", "prefix"]);
  const prefixes = at.prefix && readPrefixes(at.prefix);
  const type = located(at.type);
  if (type === undefined) return at.type === undefined ? node.problem("lacks type") : undefined;
  return { type, prefixes: prefixes ?? null };
}

/** A prefix may be written with its colon. */
function readPrefixes(node: CatalogNode): Located<string>[] {
  const items = node.isList ? node.items() : [node];
  if (items.length === 0) node.problem("names no prefix: leave it out for all");
  return items.flatMap((item) => {
    const prefix = located(item);
    return prefix === undefined ? [] : [{ ...prefix, value: prefix.value.replace(/:$/, "") }];
  });
}
