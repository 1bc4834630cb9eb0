import type { Catalog } from "@waymark/executor";

import type { InputSurvey } from "./survey-input.js";
import type { Likeness } from "./type-likeness.js";

/** A type that the identifiers may have, and why. */
export interface TypeSuggestion extends Likeness {
  /** `look`: they are written like it. `known`: the catalog's tables contain them. */
  readonly because: "look" | "known";
}

/**
 * The catalog's type that the identifiers probably have: judged by their form or, failing that, by the tables that
 * contain them.
 */
export async function suggestType(catalog: Catalog, survey: InputSurvey): Promise<TypeSuggestion | null> {
  const like = survey.likeness.likely().find((it) => it.isDeclared);
  return like ? { ...like, because: "look" } : knownType(catalog, survey);
}

/** A type that the identifiers more probably have than the named one; null if they may well have that. */
export async function betterType(
  catalog: Catalog,
  survey: InputSurvey,
  named: string,
): Promise<TypeSuggestion | null> {
  const { likeness } = survey;
  const like = likeness.instead(named);
  if (like !== null) return { ...like, because: "look" };
  const known = likeness.isUnlike(named) ? await knownType(catalog, survey) : null;
  return known?.type === named ? null : known;
}

async function knownType(catalog: Catalog, survey: InputSurvey): Promise<TypeSuggestion | null> {
  const known = new Map<string, Set<string>>();
  for (const resource of catalog.resources.values()) {
    // Only tables: a guess must not query services.
    if (resource.contentHash === null) continue;
    for (const map of resource.maps) {
      const type = catalog.types.get(map.sourceType);
      if (type === undefined) continue;
      const identifiers = new Set(
        survey.sample.flatMap((raw) => {
          const normalised = type.normalise(raw);
          return normalised.isValid ? [normalised.identifier] : [];
        }),
      );
      for (const rank of map.ranks.keys()) {
        const { hits } = await resource.lookUp({
          map: map.name,
          rank,
          direction: "forward",
          identifiers: [...identifiers],
          signal: new AbortController().signal,
        });
        const found = known.get(map.sourceType) ?? new Set();
        for (const id of hits.keys()) found.add(id);
        known.set(map.sourceType, found);
      }
    }
  }
  const [best] = [...known].sort(([, a], [, b]) => b.size - a.size);
  const of = new Set(survey.sample).size;
  return best && best[1].size * 2 >= of
    ? { type: best[0], isDeclared: true, count: best[1].size, of, because: "known" }
    : null;
}
