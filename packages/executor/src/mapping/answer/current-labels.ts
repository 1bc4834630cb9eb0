import type { Catalog } from "../../catalog.js";
import type { MappingResult } from "../result/mapping-result.js";

/**
 * The present label of an identifier's entity according to the catalog's tables; for a renamed symbol, the approved
 * one. A label is what the first rank of a `names` map knows; an entity is what such a map leads to, after its history.
 */
export class CurrentLabels {
  private readonly sources: readonly LabelSource[];

  /** @param sourceType the type of the identifiers: labels themselves, or entities that have labels */
  constructor(
    catalog: Catalog,
    private readonly sourceType: string,
  ) {
    this.sources = [...catalog.resources.values()].flatMap((resource) =>
      resource.maps.flatMap(({ name, relation, sourceType: label, targetType: entity }) => {
        const isOurs = label === sourceType || entity === sourceType;
        if (relation !== "names" || !isOurs || resource.currentLabel === undefined) return [];
        return [
          {
            entity,
            labelOf: (id: string) => resource.currentLabel?.(name, id) ?? null,
            namedBy: (text: string, matchedAs: string) =>
              label === sourceType ? (resource.namedBy?.(name, text, matchedAs) ?? []) : [],
          },
        ];
      }),
    );
  }

  /** Null if no table knows a label, or if the identifier names several entities with different labels. */
  of(result: Pick<MappingResult, "identifier" | "outcome" | "targets">): string | null {
    const labels = new Set<string>();
    for (const source of this.sources) {
      const { labelOf } = source;
      for (const id of this.entities(result, source)) {
        const label = labelOf(id);
        if (label !== null) labels.add(label);
      }
    }
    const [label] = labels;
    return labels.size === 1 && label !== undefined ? label : null;
  }

  private entities(
    { identifier, outcome, targets }: Pick<MappingResult, "identifier" | "outcome" | "targets">,
    { entity: type, namedBy }: LabelSource,
  ): ReadonlySet<string> {
    const entities = new Set<string>();
    for (const { hops } of targets) {
      // After the entity itself come its successors, of the same type.
      const first = hops.findIndex((it) => it.type === type);
      if (first === -1) continue;
      let last = first;
      while (hops[last + 1]?.type === type) last += 1;
      const hop = hops[last];
      if (hop) entities.add(hop.identifier);
    }
    if (entities.size > 0) return entities;
    if (type === this.sourceType) return new Set(identifier === null ? [] : [identifier]);
    const lost = outcome.losses.filter((it) => it.type === type);
    for (const loss of lost) if (loss.reason !== "withdrawn") entities.add(loss.identifier);
    if (lost.length > 0 || targets.length > 0 || identifier === null || outcome.matchedAs === null)
      return entities;
    // Losses at later steps do not name the entity, but `matchedAs` says which interpretation led to it.
    return new Set(namedBy(identifier, outcome.matchedAs));
  }
}

interface LabelSource {
  readonly entity: string;
  readonly labelOf: (identifier: string) => string | null;
  /** The entities that a label names under one interpretation. */
  readonly namedBy: (label: string, matchedAs: string) => readonly string[];
}
