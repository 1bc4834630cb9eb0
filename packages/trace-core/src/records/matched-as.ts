/** The resource of a hop that people decided. */
export const OVERRIDES = "overrides";

/** Begins the `matchedAs` of a hop that people decided; followed by who decided it and why, in their own words. */
export const OVERRIDE_BY = "override by ";

const PREFERRED = "preferred";
const GIVEN_ON = "given only on ";
const SEPARATOR = ", ";

/** What the `matchedAs` of a hop or an outcome says. */
export interface MatchedAs {
  /** How the identifier was understood, such as `approved` or `alias`; of a decision, the whole text. */
  readonly interpretation: string | null;
  /** Whether the resource marks the identifier as the preferred one of several. */
  readonly isPreferred: boolean;
  /** The day, `YYYY-MM-DD`, on which an entity was given the label, if that was only after the run's `asOf`. */
  readonly givenOn: string | null;
}

/** Null if there is nothing to say. */
export function matchedAsText({ interpretation, isPreferred, givenOn }: MatchedAs): string | null {
  if (!isPreferred && givenOn === null) return interpretation;
  return [interpretation, isPreferred ? PREFERRED : null, givenOn === null ? null : `${GIVEN_ON}${givenOn}`]
    .filter((it) => it !== null)
    .join(SEPARATOR);
}

/** Reads what `matchedAsText` writes. What people wrote about a decision is never taken for a note. */
export function readMatchedAs(text: string | null): MatchedAs {
  if (text === null || text.startsWith(OVERRIDE_BY))
    return { interpretation: text, isPreferred: false, givenOn: null };
  const parts = text.split(SEPARATOR);
  const givenOn = parts.at(-1)?.startsWith(GIVEN_ON) ? (parts.pop()?.slice(GIVEN_ON.length) ?? null) : null;
  const isPreferred = parts.at(-1) === PREFERRED;
  if (isPreferred) parts.pop();
  return { interpretation: parts.length === 0 ? null : parts.join(SEPARATOR), isPreferred, givenOn };
}
