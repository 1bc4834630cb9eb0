import { expect } from "vitest";

import type { LookUpResult, Resource } from "../../src/resource.js";
import type { HttpRequest, HttpSelect } from "../../src/resources/http/http-request.js";
import { HttpResource, type HttpResourceOptions } from "../../src/resources/http/http-resource.js";
import { DeclaredType, type TypeRules } from "../../src/types/declared-type.js";
import { FakeClock } from "./fake-clock.js";

export interface TestServiceOptions extends Partial<Omit<HttpResourceOptions, "maps">> {
  readonly select?: HttpSelect;
  /** Rules of the type of the identifiers that are asked for. */
  readonly source?: TypeRules;
  readonly target?: TypeRules;
}

/** A resource named `service`, with one map named `map`. It never waits. */
export function serviceAt(request: HttpRequest, options: TestServiceOptions = {}): HttpResource {
  const { select = { id: "id", target: "target" }, source, target, ...rest } = options;
  return new HttpResource({
    name: "service",
    clock: new FakeClock(),
    environment: {},
    ...rest,
    maps: [
      {
        name: "map",
        sourceType: new DeclaredType("SOURCE", source),
        targetType: new DeclaredType("TARGET", target),
        request,
        select,
      },
    ],
  });
}

export function ask(
  resource: Resource,
  identifiers: readonly string[],
  signal: AbortSignal = new AbortController().signal,
): Promise<LookUpResult> {
  return resource.lookUp({ map: "map", rank: 0, direction: "forward", identifiers, signal });
}

/** The targets by identifier. */
export function targets({ hits }: LookUpResult): Record<string, string[]> {
  return Object.fromEntries([...hits].map(([id, found]) => [id, found.map((it) => it.identifier)]));
}

/** By identifier: why it failed. */
export function failures({ failed }: LookUpResult): Record<string, string> {
  return Object.fromEntries([...failed].map(([id, error]) => [id, error.message]));
}

/** A text that contains this, or matches it. */
export function like(pattern: string | RegExp): unknown {
  return typeof pattern === "string" ? expect.stringContaining(pattern) : expect.stringMatching(pattern);
}
