import type { JsonValue } from "@waymark/trace-core";

import type { HttpBody } from "./http-request.js";

/** The URL for these identifiers, each percent-encoded. The separator is encoded only where a URL cannot contain it. */
export function fillUrl(template: string, identifiers: readonly string[], separator: string): string {
  return fill(template, identifiers.map(encodeURIComponent), encodeURI(separator));
}

/** The URL of a job. */
export function fillJobUrl(template: string, job: string): string {
  return template.replaceAll("{job}", () => encodeURIComponent(job));
}

/** The body for these identifiers, with its content type. */
export function fillBody(
  body: HttpBody,
  identifiers: readonly string[],
  separator: string,
): { readonly type: string; readonly text: string } {
  if ("json" in body)
    return {
      type: "application/json",
      text: JSON.stringify(fillJson(body.json, identifiers, separator)),
    };
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body.form))
    form.append(name, fill(value, identifiers, separator));
  return { type: "application/x-www-form-urlencoded", text: form.toString() };
}

/** Whether identifiers are joined somewhere, rather than listed as JSON. */
export function isJoined(url: string, body: HttpBody | undefined): boolean {
  if (url.includes("{ids}")) return true;
  if (body === undefined) return false;
  return "json" in body ? isJoinedIn(body.json) : JSON.stringify(body).includes("{ids}");
}

function isJoinedIn(json: JsonValue): boolean {
  if (typeof json === "string") return json.includes("{ids}");
  if (typeof json !== "object" || json === null) return false;
  return Object.values(json).some(
    (it: JsonValue) => !(Array.isArray(json) && it === "{ids}") && isJoinedIn(it),
  );
}

function fillJson(template: JsonValue, identifiers: readonly string[], separator: string): JsonValue {
  if (typeof template === "string") return fill(template, identifiers, separator);
  if (typeof template !== "object" || template === null) return template;
  if (isList(template)) {
    return template.flatMap((it): readonly JsonValue[] =>
      it === "{ids}" ? identifiers : [fillJson(it, identifiers, separator)],
    );
  }
  return Object.fromEntries(
    Object.entries(template).map(([name, it]) => [name, fillJson(it, identifiers, separator)]),
  );
}

function isList(json: JsonValue): json is readonly JsonValue[] {
  return Array.isArray(json);
}

function fill(template: string, identifiers: readonly string[], separator: string): string {
  return template.replace(/\{ids?\}/g, () => identifiers.join(separator));
}
