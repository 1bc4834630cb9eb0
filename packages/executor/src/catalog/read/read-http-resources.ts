import { RELATIONS } from "@waymark/trace-core";

import { DEFAULT_CONFIDENCE } from "../../confidence/default-confidence.js";
import { checkRelease, checkSelect } from "../../resources/http/check-request.js";
import type { HttpRelease } from "../../resources/http/http-release.js";
import type { HttpRequest, HttpSelect } from "../../resources/http/http-request.js";
import type { CatalogNode } from "./catalog-node.js";
import { located } from "./located.js";
import type { HttpDeclaration, HttpMapDeclaration } from "./http-declaration.js";
import { ABOUT_KEYS, readAbout } from "./read-about.js";
import { readDuration } from "./read-duration.js";
import { joinHttpRequest, readHttpRequest, type HttpRequestParts } from "./read-http-request.js";
import { readResilience } from "./read-resilience.js";

/** Whether a resource is declared as a service. */
export function isHttp(node: CatalogNode): boolean {
  return node.isMap && node.entries().some(([key]) => key === "http");
}

/** Those of a catalog's `resources` that are services. */
export function readHttpResources(resources: CatalogNode): HttpDeclaration[] {
  return resources.isMap
    ? resources.entries().flatMap(([name, node]) => (isHttp(node) ? readHttp(name, node) : []))
    : [];
}

function readHttp(name: string, node: CatalogNode): HttpDeclaration[] {
  const at = node.fields(["http", "release", "maxAge", "resilience", "maps", ...ABOUT_KEYS]);
  if (!at.http) return [];
  const shared = readHttpRequest(at.http);
  const maps = at.maps?.entries() ?? [];
  if (maps.length === 0) node.problem("lacks maps: they say from which type to which");
  return [
    {
      name,
      at: node,
      release: at.release ? readRelease(at.release) : null,
      maxAgeMs: (at.maxAge && readDuration(at.maxAge)) ?? null,
      resilience: at.resilience ? readResilience(at.resilience) : {},
      maps: maps.flatMap(([map, it]) => readMap(map, it, shared) ?? []),
      history: null,
      about: readAbout(at),
    },
  ];
}

/** The release itself, `{ header, url }` or `{ url, json }`. */
function readRelease(node: CatalogNode): HttpDeclaration["release"] {
  if (!node.isMap) return node.text() ?? null;
  const at = node.fields(["header", "url", "json"]);
  const [header, url, json] = [at.header?.text(), at.url?.text(), at.json?.text()];
  const release = releaseOf(header, url, json);
  if (release === undefined) {
    node.problem(
      "needs either header, the name of a header that has the release, alone or with a url, or url and json, a JMESPath",
    );
    return null;
  }
  for (const { key, message } of checkRelease(release)) at[key]?.problem(message);
  return release;
}

function releaseOf(
  header: string | undefined,
  url: string | undefined,
  json: string | undefined,
): HttpRelease | undefined {
  if (header !== undefined && json === undefined) return { header, ...(url !== undefined && { url }) };
  return header === undefined && url !== undefined && json !== undefined ? { url, json } : undefined;
}

function readMap(name: string, node: CatalogNode, shared: HttpRequestParts): HttpMapDeclaration | undefined {
  const at = node.fields(["from", "to", "relation", "confidence", "select", "http"]);
  const request = joinHttpRequest(shared, at.http && readHttpRequest(at.http));
  const relation = at.relation?.oneOf(RELATIONS) ?? "same";
  const confidence = at.confidence?.number(0, 1) ?? DEFAULT_CONFIDENCE;
  const select = at.select && readSelect(at.select, request);
  const sourceType = located(at.from);
  const type = located(at.to);
  if (!at.from || !at.to || !at.select) return node.problem("needs from, to and select");
  if (!sourceType || !type || !select || !request) return undefined;
  return { name, sourceType, target: { type }, relation, confidence, isReversible: false, request, select };
}

function readSelect(node: CatalogNode, request: HttpRequest | undefined): HttpSelect | undefined {
  const at = node.fields(["items", "id", "target", "confidence", "listSeparator"]);
  const [items, id, target] = [at.items?.text(), at.id?.text(), at.target?.text()];
  const [confidence, listSeparator] = [at.confidence?.text(), at.listSeparator?.text()];
  if (target === undefined) return at.target === undefined ? node.problem("lacks target") : undefined;
  const select: HttpSelect = {
    ...(items !== undefined && { items }),
    ...(id !== undefined && { id }),
    target,
    ...(confidence !== undefined && { confidence }),
    ...(listSeparator !== undefined && { listSeparator }),
  };
  if (request === undefined) return select;
  for (const { key, message } of checkSelect(select, request)) {
    if (at[key]) at[key].problem(message);
    else node.problem(`${key} ${message}`);
  }
  return select;
}
