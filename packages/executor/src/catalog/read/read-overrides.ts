import type { CuratedOverride } from "../../curated-override.js";
import type { CatalogNode } from "./catalog-node.js";
import type { TypeDeclaration } from "./declarations.js";
import { unknownName } from "../../messages/unknown-name.js";

/** Reads the `overrides` of a catalog, and normalises their identifiers. */
export function readOverrides(overrides: CatalogNode, types: readonly TypeDeclaration[]): CuratedOverride[] {
  return overrides.items().flatMap((item): CuratedOverride[] => {
    const { from, to, never, author, reason } = item.fields(["from", "to", "never", "author", "reason"]);
    const other = to ?? never;
    if (!from || !other || (to && never)) {
      item.problem("must have from, and either to or never");
      return [];
    }
    if (!author || !reason) {
      item.problem("must say who decided, and why: author and reason");
      return [];
    }
    const source = readIdentifier(from, types);
    const target = readIdentifier(other, types);
    const said = { author: author.text(), reason: reason.text() };
    if (!source || !target || said.author === undefined || said.reason === undefined) return [];
    return [
      {
        sourceType: source.type,
        sourceId: source.id,
        targetType: target.type,
        targetId: target.id,
        isNever: never !== undefined,
        author: said.author,
        reason: said.reason,
      },
    ];
  });
}

function readIdentifier(
  node: CatalogNode,
  types: readonly TypeDeclaration[],
): { readonly type: string; readonly id: string } | undefined {
  const at = node.fields(["type", "id"]);
  const name = at.type?.text();
  const raw = at.id?.text();
  if (name === undefined || raw === undefined) return node.problem("must be { type, id }");
  const names = types.map((it) => it.type.name);
  const type = types.find((it) => it.type.name === name)?.type;
  if (type === undefined) return at.type?.problem(unknownName("type", name, names));
  const normalised = type.normalise(raw);
  if (!normalised.isValid) return at.id?.problem(`is not a valid ${name}: ${normalised.reason}`);
  return { type: name, id: normalised.identifier };
}
