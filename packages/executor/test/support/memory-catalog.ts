import { createHash } from "node:crypto";

import type { Catalog, MappingPath, Step } from "../../src/catalog.js";
import type { HistoryAnswer, IdentifierHistory } from "../../src/identifier-history.js";
import type { IdentifierType } from "../../src/identifier-type.js";
import { MemoryResource, type MemoryResourceOptions } from "./memory-resource.js";

export interface MemoryHistory {
  readonly type: string;
  /** By identifier; those without an entry are unknown. */
  readonly answers: Readonly<Record<string, HistoryAnswer>>;
  readonly release?: string | null;
  readonly resource?: string;
  readonly primaryResource?: string | null;
  readonly confidence?: number;
}

export interface MemoryCatalogOptions {
  readonly resources: readonly (MemoryResourceOptions | MemoryResource)[];
  /** By id: steps as `resource.map`, followed by `^-1` if read backwards; the best priority first. */
  readonly paths?: Readonly<Record<string, readonly string[]>>;
  readonly histories?: readonly MemoryHistory[];
  /** By type: the pattern of its identifiers. Default: any text, trimmed. */
  readonly patterns?: Readonly<Record<string, RegExp>>;
}

export interface MemoryCatalog extends Catalog {
  readonly resources: ReadonlyMap<string, MemoryResource>;
}

/** A catalog over plain objects. A type is declared by being used. */
export function memoryCatalog(options: MemoryCatalogOptions): MemoryCatalog {
  const resources = new Map(
    options.resources.map((it) => [it.name, it instanceof MemoryResource ? it : new MemoryResource(it)]),
  );
  const maps = [...resources.values()].flatMap((it) => it.maps);
  const names = new Set(maps.flatMap((it) => [it.sourceType, it.targetType]));
  const paths = Object.entries(options.paths ?? {}).map(([id, steps], priority): MappingPath => ({
    id,
    priority,
    steps: steps.map((it) => stepOf(resources, it)),
    isDiscovered: false,
  }));
  return {
    fingerprint: createHash("sha256")
      .update(JSON.stringify(options.paths ?? {}))
      .digest("hex"),
    types: new Map([...names].map((name) => [name, typeOf(name, options.patterns?.[name])])),
    resources,
    histories: new Map((options.histories ?? []).map((it) => [it.type, historyOf(it)])),
    paths,
  };
}

function stepOf(resources: ReadonlyMap<string, MemoryResource>, text: string): Step {
  const [name, direction] = text.endsWith("^-1")
    ? [text.slice(0, -3), "reverse" as const]
    : [text, "forward" as const];
  const [resourceName = "", mapName = "map0"] = name.split(".");
  const resource = resources.get(resourceName);
  const map = resource?.maps.find((it) => it.name === mapName);
  if (!resource || !map) throw new Error(`No map ${name}`);
  return { resource, map, direction };
}

function typeOf(name: string, pattern: RegExp | undefined): IdentifierType {
  return {
    name,
    definition: { pattern: pattern?.source ?? null },
    foldCase: false,
    normalise(raw) {
      const identifier = raw.trim();
      if (identifier === "") return { isValid: false, reason: "is empty" };
      if (pattern && !pattern.test(identifier))
        return { isValid: false, reason: `does not fit ${pattern.source}` };
      return { isValid: true, identifier, rulesApplied: [] };
    },
  };
}

function historyOf(options: MemoryHistory): IdentifierHistory {
  return {
    type: options.type,
    resource: options.resource ?? `${options.type.toLowerCase()}-history`,
    release: options.release === undefined ? "1" : options.release,
    contentHash: null,
    primaryResource: options.primaryResource ?? null,
    definition: null,
    confidence: options.confidence ?? 0.9,
    lookUp: (identifier) =>
      (Object.hasOwn(options.answers, identifier) ? options.answers[identifier] : undefined) ?? {
        status: "unknown",
      },
  };
}
