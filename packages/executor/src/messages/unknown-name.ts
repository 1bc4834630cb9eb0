import { meantName } from "./meant-name.js";

/** Maximum names to list. */
const SHOWN = 60;

/** Says that a name is unknown, which one may have been meant, and which there are. */
export function unknownName(kind: string, name: string, known: Iterable<string>): string {
  const list = [...known];
  if (list.length === 0) return `unknown ${kind} ${name}: there are none`;
  const meant = meantName(name, list);
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  const rest = list.length > SHOWN ? ` and ${list.length - SHOWN} more` : "";
  return `unknown ${kind} ${name}.${hint} There are ${list.slice(0, SHOWN).join(", ")}${rest}`;
}
