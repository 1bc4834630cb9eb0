import type { Catalog } from "../../catalog.js";
import type { MappingResult } from "../result/mapping-result.js";

/**
 * The label that the entity of an identifier bears now, as the catalog's tables have it: of a symbol that was renamed, the
 * approved one. A label is what the first rank of a `names` map knows; an entity is what such a map leads to, after its
 * history.
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

  /** Null when no table says, or when the identifier is of several entities with labels of their own. */
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
    // What was lost further on does not say where it came from, but by which interpretation.
    return new Set(namedBy(identifier, outcome.matchedAs));
  }
}

interface LabelSource {
  readonly entity: string;
  readonly labelOf: (identifier: string) => string | null;
  /** Entities of a label, by one interpretation. */
  readonly namedBy: (label: string, matchedAs: string) => readonly string[];
}
