import { TableHistory } from "../../resources/table-history.js";
import type { ResourceDeclaration, TypeDeclaration } from "../read/declarations.js";
import type { LoadedResource } from "./loaded-resource.js";
import { historyDefinition } from "./map-definition.js";

/** The history that a resource declares; undefined if it declares none, or if its table was not loaded. */
export function loadHistory(
  declaration: ResourceDeclaration,
  types: readonly TypeDeclaration[],
  loaded: ReadonlyMap<string, LoadedResource>,
): TableHistory | undefined {
  const { name, history } = declaration;
  const own = loaded.get(name);
  if (!history || !own) return undefined;
  const type = history.type.value;
  const primary = types.find((it) => it.type.name === type)?.primary ?? null;
  const identifiers = primary && loaded.get(primary.resource)?.current.get(type);
  return new TableHistory({
    type,
    resource: name,
    release: own.resource.release,
    contentHash: own.resource.contentHash,
    successors: own.successors,
    primary: primary && identifiers ? { resource: primary.resource, identifiers } : null,
    confidence: history.confidence,
    definition: historyDefinition(history, declaration, primary?.value ?? null),
  });
}
