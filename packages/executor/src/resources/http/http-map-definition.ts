import type { JsonValue } from "@waymark/trace-core";

import { methodOf, type HttpJob } from "./http-request.js";
import type { HttpMap } from "./http-map.js";

/**
 * Everything that determines what a map asks for and reads from the answer. Headers are as declared, without secrets.
 */
export function httpMapDefinition({ name, request, select, ...map }: HttpMap): JsonValue {
  const { url, body, headers = {}, separator = ",", format = "json", paging, job, notFound } = request;
  return {
    name,
    source: map.sourceType.name,
    target: map.targetType.name,
    url,
    method: methodOf(request),
    body: body === undefined ? null : "json" in body ? { json: body.json } : { form: { ...body.form } },
    headers: { ...headers },
    separator,
    format,
    next: paging === undefined ? null : paging.next === "link" ? "link" : { json: paging.next.json },
    job: job === undefined ? null : jobDefinition(job),
    notFound: notFound ?? null,
    select: { ...select },
  };
}

function jobDefinition({ id, status, state, done, failed, results }: HttpJob): JsonValue {
  return { id, status, state, done, failed, results: results ?? null };
}
