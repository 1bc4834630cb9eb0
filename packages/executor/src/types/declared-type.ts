import type { IdentifierType, NormalisedIdentifier } from "../identifier-type.js";

/** The rules of a type, applied in this order, again and again until they change nothing. All are optional. */
export interface TypeRules {
  /** Takes white space (no-break spaces too) and byte order marks off both ends. Default true. */
  readonly trim?: boolean;
  /** Takes this prefix off where it is there, in any case: `CHEBI:` makes `chebi:15377` into `15377`. */
  readonly stripPrefix?: string;
  /** Takes off an isoform (`P04637-2`) or a version (`ENSG00000141510.12`). */
  readonly stripSuffix?: "isoform" | "version";
  /** Pads the digits at the end with zeros up to this many. */
  readonly zeroPad?: number;
  /** Puts this prefix before an identifier that lacks it, and writes it as here where it is there in another case. */
  readonly barePrefix?: string;
  /** Refuses an identifier that lacks this prefix, and writes it as here where it is there in another case. */
  readonly requirePrefix?: string;
  /** What the identifier must be then, as a whole: a regular expression, anchored at both ends. */
  readonly pattern?: string;
  /** `last`: what no interpretation knows as written is looked up once more without regard to case, labelled so. */
  readonly foldCase?: "last";
}

const MAX_BYTES = 512;
/** Rules that have not come to rest by then never do, or the identifier is a prank. */
const MAX_ROUNDS = 10;
const SUFFIXES = { isoform: /-\d+$/, version: /\.\d+$/ } as const;

/** A type whose identifiers are written by declared rules. */
export class DeclaredType implements IdentifierType {
  readonly foldCase: boolean;
  readonly definition: unknown;
  private readonly pattern: RegExp | undefined;
  private readonly steps: readonly Normalisation[];

  /** @throws SyntaxError the pattern is no regular expression; its `cause` says why */
  constructor(
    readonly name: string,
    private readonly rules: TypeRules = {},
  ) {
    this.foldCase = rules.foldCase === "last";
    this.definition = { ...rules };
    this.steps = orderedSteps(rules);
    this.pattern = rules.pattern === undefined ? undefined : anchored(name, rules.pattern);
  }

  normalise(raw: string): NormalisedIdentifier {
    const applied = new Set<string>();
    let identifier = raw;
    let before: string;
    let rounds = 0;
    do {
      if (rounds++ === MAX_ROUNDS)
        return { isValid: false, reason: `${this.name}'s rules never stop changing it` };
      before = identifier;
      for (const [rule, apply] of this.steps) {
        const next = apply(identifier);
        if (next !== identifier) applied.add(rule);
        identifier = next;
      }
    } while (identifier !== before);
    const reason = this.whyInvalid(identifier);
    return reason === undefined
      ? { isValid: true, identifier, rulesApplied: identifier === raw ? [] : [...applied] }
      : { isValid: false, reason };
  }

  private whyInvalid(identifier: string): string | undefined {
    const { requirePrefix, pattern } = this.rules;
    if (identifier === "") return "it is empty";
    if (identifier.includes("\0")) return "it contains NUL";
    if (/\p{Surrogate}/u.test(identifier)) return "it is not well-formed Unicode";
    if (identifier.length > MAX_BYTES / 4 && Buffer.byteLength(identifier) > MAX_BYTES) {
      return `it is longer than ${MAX_BYTES} bytes`;
    }
    if (requirePrefix !== undefined && !identifier.startsWith(requirePrefix)) {
      return `it lacks ${this.name}'s prefix ${requirePrefix}`;
    }
    if (this.pattern?.test(identifier) === false)
      return `it does not fit ${this.name}'s pattern ${pattern ?? ""}`;
    return undefined;
  }
}

function anchored(type: string, pattern: string): RegExp {
  try {
    // By itself as well: `a)(b` is an expression only within the brackets.
    new RegExp(pattern, "u");
  } catch (cause) {
    throw new SyntaxError(`The pattern of type ${type}, ${pattern}, is not a valid regular expression`, {
      cause,
    });
  }
  return new RegExp(`^(?:${pattern})$`, "u");
}

type Normalisation = readonly [rule: string, apply: (text: string) => string];

function orderedSteps(rules: TypeRules): Normalisation[] {
  const { stripPrefix, stripSuffix, zeroPad, barePrefix, requirePrefix } = rules;
  const steps: Normalisation[] = [];
  if (rules.trim !== false) steps.push(["trim", (text) => text.trim()]);
  if (stripPrefix !== undefined) {
    steps.push([
      "stripPrefix",
      (text) => (hasPrefix(text, stripPrefix) ? text.slice(stripPrefix.length) : text),
    ]);
  }
  if (stripSuffix !== undefined)
    steps.push(["stripSuffix", (text) => text.replace(SUFFIXES[stripSuffix], "")]);
  if (zeroPad !== undefined) {
    steps.push(["zeroPad", (text) => text.replace(/\d+$/, (digits) => digits.padStart(zeroPad, "0"))]);
  }
  if (barePrefix !== undefined) {
    steps.push([
      "barePrefix",
      (text) =>
        hasPrefix(text, barePrefix) || text === "" ? asWritten(text, barePrefix) : barePrefix + text,
    ]);
  }
  if (requirePrefix !== undefined) steps.push(["requirePrefix", (text) => asWritten(text, requirePrefix)]);
  return steps;
}

/** The text with its prefix in the case of this one, where it has it. */
function asWritten(text: string, prefix: string): string {
  return hasPrefix(text, prefix) ? prefix + text.slice(prefix.length) : text;
}

function hasPrefix(text: string, prefix: string): boolean {
  return text.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase();
}
