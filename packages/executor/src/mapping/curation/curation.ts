import { createHash } from "node:crypto";

import { canonicalJson, OVERRIDE_BY, OVERRIDES, type ProvenanceHop } from "@waymark/trace-core";

import type { Catalog } from "../../catalog.js";
import type { CuratedOverride } from "../../curated-override.js";

type Pair = Pick<CuratedOverride, "sourceType" | "sourceId" | "targetType" | "targetId">;

/** Which resource says that two identifiers never map to each other, and why. */
interface Veto {
  readonly resource: string;
  readonly reason: string;
}

/** The overrides of a catalog, and the vetoes of its resources. */
export class Curation {
  /** Hops by source type, target type and identifier. */
  private readonly hops = new Map<string, ProvenanceHop[]>();
  /** Identifiers with at least one override that leads somewhere. */
  private readonly decided = new Set<string>();
  /** By one identifier of a pair, then by the other; every pair in both directions. */
  private readonly vetoes = new Map<string, Map<string, Veto>>();
  private readonly texts: { readonly types: readonly [string, string]; readonly text: string }[] = [];

  constructor(catalog: Pick<Catalog, "overrides" | "resources">) {
    for (const it of catalog.overrides ?? []) {
      const said = `${it.author}: ${it.reason}`;
      if (it.isNever) this.addVeto(it, { resource: OVERRIDES, reason: said });
      else this.addHop(it, said);
      this.texts.push({ types: [it.sourceType, it.targetType], text: canonicalJson({ ...it }) });
    }
    for (const { name, vetoes = [] } of catalog.resources.values()) {
      for (const it of vetoes) {
        // Overrides take precedence over resources.
        if (this.isDecidedToMap(it)) continue;
        this.addVeto(it, { resource: name, reason: it.reason ?? `${name} rules it out` });
        this.texts.push({
          types: [it.sourceType, it.targetType],
          text: canonicalJson({ ...it, resource: name }),
        });
      }
    }
  }

  /** Whether any override says where an identifier leads. */
  get isAnyDecided(): boolean {
    return this.decided.size > 0;
  }

  /** Whether an override says where an identifier leads, to whatever type. */
  isDecided(type: string, identifier: string): boolean {
    return this.decided.size > 0 && this.decided.has(keyOf(type, identifier));
  }

  /** The hops to where overrides say that an identifier leads; undefined if none does. */
  hopsOf(sourceType: string, targetType: string, identifier: string): readonly ProvenanceHop[] | undefined {
    // Most catalogs have no overrides, and this is called for every identifier at every step.
    if (this.hops.size === 0) return undefined;
    return this.hops.get(keyOf(sourceType, targetType, identifier));
  }

  /** The first veto between an identifier and any of the others; undefined if there is none. */
  vetoOf(
    type: string,
    identifier: string,
    others: () => Iterable<{ readonly type: string; readonly identifier: string }>,
  ): Veto | undefined {
    if (this.vetoes.size === 0) return undefined;
    const vetoed = this.vetoes.get(keyOf(type, identifier));
    if (vetoed === undefined) return undefined;
    for (const it of others()) {
      const veto = vetoed.get(keyOf(it.type, it.identifier));
      if (veto !== undefined) return veto;
    }
    return undefined;
  }

  /** Hash of all overrides and vetoes between these types; null if there are none. */
  fingerprint(types: ReadonlySet<string>): string | null {
    const texts = this.texts.filter((it) => it.types.every((type) => types.has(type))).map((it) => it.text);
    if (texts.length === 0) return null;
    return createHash("sha256").update(texts.sort().join("\n")).digest("hex");
  }

  /** Whether an override maps one of the pair to the other, in either direction. */
  private isDecidedToMap({ sourceType, sourceId, targetType, targetId }: Pair): boolean {
    const there = this.hopsOf(sourceType, targetType, sourceId) ?? [];
    const back = this.hopsOf(targetType, sourceType, targetId) ?? [];
    return there.some((it) => it.identifier === targetId) || back.some((it) => it.identifier === sourceId);
  }

  private addHop(it: Pair, said: string): void {
    const key = keyOf(it.sourceType, it.targetType, it.sourceId);
    this.decided.add(keyOf(it.sourceType, it.sourceId));
    // Keys are in the order of canonical JSON, see the core's `canonicalJson`.
    const hop: ProvenanceHop = {
      confidence: 1,
      direction: "forward",
      identifier: it.targetId,
      map: null,
      matchedAs: `${OVERRIDE_BY}${said}`,
      relation: "same",
      release: null,
      resource: OVERRIDES,
      type: it.targetType,
    };
    const known = this.hops.get(key);
    if (known === undefined) this.hops.set(key, [hop]);
    else if (known.every((other) => other.identifier !== hop.identifier)) known.push(hop);
  }

  private addVeto(it: Pair, veto: Veto): void {
    const pair = [keyOf(it.sourceType, it.sourceId), keyOf(it.targetType, it.targetId)] as const;
    for (const [one, other] of [pair, [pair[1], pair[0]]] as const) {
      const known = this.vetoes.get(one);
      if (known === undefined) this.vetoes.set(one, new Map([[other, veto]]));
      else if (!known.has(other)) known.set(other, veto);
    }
  }
}

/** NUL occurs in no identifier, so that no two keys collide. */
function keyOf(...parts: readonly string[]): string {
  return parts.join("\0");
}
