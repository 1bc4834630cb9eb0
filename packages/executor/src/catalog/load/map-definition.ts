import type { JsonValue } from "@waymark/trace-core";

import type { HistoryDeclaration, MapDeclaration, ResourceDeclaration } from "../read/declarations.js";

/** Everything that determines what a map reads from its table's bytes. */
export function mapDefinition(map: MapDeclaration, resource: ResourceDeclaration): JsonValue {
  return {
    name: map.name,
    ...formatOf(resource),
    source: map.sourceType.value,
    ranks: map.ranks.map(({ name, column, also, confidence, listSeparator, since }) => ({
      name,
      column: column.value,
      ...(also.length > 0 && { also: also.map((it) => it.value) }),
      confidence,
      listSeparator,
      ...(since && { since: since.value }),
    })),
    target: map.target.type.value,
    column: map.target.column.value,
    ...(map.target.also.length > 0 && { also: map.target.also.map((it) => it.value) }),
    ...(map.preferred && {
      preferred: { column: map.preferred.column.value, value: map.preferred.value },
    }),
    listSeparator: map.target.listSeparator,
    relation: map.relation,
    confidenceColumn: map.confidenceColumn?.value ?? null,
    isReversible: map.isReversible,
  };
}

/**
 * Everything that determines what a history reads from its table's bytes.
 *
 * @param primary the resource and the column that say what is current
 */
export function historyDefinition(
  history: HistoryDeclaration,
  resource: ResourceDeclaration,
  primary: string | null,
): JsonValue {
  return {
    ...formatOf(resource),
    from: history.from.value,
    to: history.to.value,
    withdrawn: history.withdrawn,
    listSeparator: history.listSeparator,
    primary,
  };
}

function formatOf({ format, comment, quote }: ResourceDeclaration): Readonly<Record<string, JsonValue>> {
  return { format, comment, quote };
}
