import { HttpResource } from "../../resources/http/http-resource.js";
import type { TypeDeclaration } from "../read/declarations.js";
import type { HttpDeclaration } from "../read/http-declaration.js";

/** Creates the service of a declaration that was checked. Sends no request. */
export function loadHttpResource(
  declaration: HttpDeclaration,
  types: readonly TypeDeclaration[],
): HttpResource {
  const { name, release, maxAgeMs, about, resilience } = declaration;
  const typeOf = (wanted: string): TypeDeclaration["type"] | undefined =>
    types.find((it) => it.type.name === wanted)?.type;
  return new HttpResource({
    name,
    release,
    ...(maxAgeMs !== null && { maxAgeMs }),
    about,
    resilience,
    maps: declaration.maps.flatMap(({ sourceType: from, target, ...map }) => {
      const sourceType = typeOf(from.value);
      const targetType = typeOf(target.type.value);
      return sourceType && targetType ? [{ ...map, sourceType, targetType }] : [];
    }),
  });
}
