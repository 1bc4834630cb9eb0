import { unknownName } from "../../messages/unknown-name.js";
import type { Resource } from "../../resource.js";
import type { Declarations, ResourceDeclaration } from "../read/declarations.js";
import type { HttpDeclaration } from "../read/http-declaration.js";
import type { Located } from "../read/located.js";
import { resolveStep, whyBroken, type StepResource } from "./resolve-step.js";

/**
 * Notes unknown names, conflicting histories and paths that lead nowhere, before any table is read.
 *
 * @param given resources created in code, which paths may name as well
 */
export function checkDeclarations(declarations: Declarations, given: readonly Resource[]): void {
  const { types, resources, services, endpoints } = declarations;
  const typeNames = types.map((it) => it.type.name);
  for (const { value, at } of [
    ...[...resources, ...services].flatMap(typesOf),
    ...endpoints.flatMap((it) => it.types),
  ]) {
    if (!typeNames.includes(value)) at.problem(unknownName("type", value, typeNames));
  }
  const resourceNames = resources.map((it) => it.name);
  for (const { primary } of types) {
    if (services.some((it) => it.name === primary?.resource))
      primary?.at.problem(
        `${primary.resource} is a service, which does not say what is current: name a table`,
      );
    else if (primary && !resourceNames.includes(primary.resource))
      primary.at.problem(unknownName("resource", primary.resource, resourceNames));
  }
  checkTaxa(declarations);
  checkHistories(resources);
  checkPaths(declarations, given);
}

function typesOf({ maps, history }: ResourceDeclaration | HttpDeclaration): Located<string>[] {
  return [...maps.flatMap((map) => [map.sourceType, map.target.type]), ...(history ? [history.type] : [])];
}

/** A map from one species to another must be declared as `ortholog`. */
function checkTaxa({ types, resources, services }: Declarations): void {
  const taxonOf = new Map(types.map((it) => [it.type.name, it.taxon]));
  const maps = [...resources.flatMap((it) => it.maps), ...services.flatMap((it) => it.maps)];
  for (const { sourceType, target, relation } of maps) {
    const from = taxonOf.get(sourceType.value) ?? null;
    const to = taxonOf.get(target.type.value) ?? null;
    if (from === null || to === null || from === to || relation === "ortholog") continue;
    target.type.at.problem(
      `leads from taxon ${from} to taxon ${to}: such a map needs relation: ortholog, so that no path crosses species silently`,
    );
  }
}

function checkHistories(resources: readonly ResourceDeclaration[]): void {
  const historyOf = new Map<string, string>();
  for (const { name, history } of resources) {
    if (!history) continue;
    const other = historyOf.get(history.type.value);
    if (other !== undefined)
      history.at.problem(`${history.type.value} already has a history, in ${other}: a type has at most one`);
    historyOf.set(history.type.value, name);
  }
}

function checkPaths({ resources: tables, services, paths }: Declarations, given: readonly Resource[]): void {
  const resources = [...tables, ...services];
  const all = new Map<string, StepResource>(resources.map((it) => [it.name, declaredSteps(it)]));
  for (const resource of given) {
    const declared = resources.find((it) => it.name === resource.name);
    declared?.at.problem(`a resource named ${resource.name} was given to the loader as well: rename one`);
    all.set(resource.name, resource);
  }
  for (const path of paths) {
    const steps = path.steps.flatMap((declaration) => {
      const step = resolveStep(declaration, all);
      if (typeof step !== "string") return step;
      declaration.at.problem(step);
      return [];
    });
    const broken = steps.length === path.steps.length ? whyBroken(steps) : undefined;
    if (broken !== undefined) path.at.problem(broken);
  }
}

function declaredSteps({ name, maps }: ResourceDeclaration | HttpDeclaration): StepResource {
  return {
    name,
    maps: maps.map((map) => ({
      name: map.name,
      sourceType: map.sourceType.value,
      targetType: map.target.type.value,
      isReversible: map.isReversible,
    })),
  };
}
