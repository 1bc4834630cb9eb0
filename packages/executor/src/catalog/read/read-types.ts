import { DeclaredType, type TypeRules } from "../../types/declared-type.js";
import type { CatalogNode } from "./catalog-node.js";
import type { TypeDeclaration } from "./declarations.js";

const KEYS = [
  "description",
  "trim",
  "stripPrefix",
  "stripSuffix",
  "zeroPad",
  "barePrefix",
  "requirePrefix",
  "pattern",
  "foldCase",
  "primary",
  "taxon",
] as const;

/** The `types` of a catalog. */
export function readTypes(types: CatalogNode): TypeDeclaration[] {
  return types.entries().map(([name, node]) => {
    if (!/^[A-Z][A-Z0-9_]*$/.test(name)) node.problem("a type's name is UPPER_SNAKE");
    const at = node.fields(KEYS);
    const rules: { -readonly [K in keyof TypeRules]: TypeRules[K] } = {};
    const set = <K extends keyof TypeRules>(key: K, value: TypeRules[K] | undefined): void => {
      if (value !== undefined) rules[key] = value;
    };
    at.description?.text();
    set("trim", at.trim?.boolean());
    set("stripPrefix", at.stripPrefix?.text());
    set("stripSuffix", at.stripSuffix?.oneOf(["isoform", "version"]));
    set("zeroPad", at.zeroPad?.number(1, 100, true));
    set("barePrefix", at.barePrefix?.text());
    set("requirePrefix", at.requirePrefix?.text());
    set("pattern", at.pattern?.text());
    set("foldCase", at.foldCase?.oneOf(["last"]));
    if (at.barePrefix && at.requirePrefix)
      at.requirePrefix.problem("conflicts with barePrefix, which adds a missing prefix: keep one of the two");
    return {
      type: declared(name, rules, at.pattern),
      at: node,
      primary: readPrimary(at.primary),
      taxon: at.taxon?.text() ?? null,
    };
  });
}

/** Leaves out a pattern that is not valid, so that it causes no further problems. */
function declared(name: string, rules: TypeRules, pattern: CatalogNode | undefined): DeclaredType {
  try {
    return new DeclaredType(name, rules);
  } catch (error) {
    pattern?.problem(`is not a valid regular expression: ${((error as Error).cause as Error).message}`);
    const { pattern: _, ...rest } = rules;
    return new DeclaredType(name, rest);
  }
}

function readPrimary(node: CatalogNode | undefined): TypeDeclaration["primary"] {
  const value = node?.text();
  if (node === undefined || value === undefined) return null;
  const dot = value.indexOf(".");
  if (dot > 0) return { value, at: node, resource: value.slice(0, dot), column: value.slice(dot + 1) };
  node.problem("must be resource.column");
  return null;
}
