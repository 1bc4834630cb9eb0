import type { IdentifierType, NormalisedIdentifier } from "../identifier-type.js";

/** The rules of a type, applied in this order, over and over until they change nothing. All are optional. */
export interface TypeRules {
  /** Removes white space (no-break spaces too) and byte order marks at both ends. Default true. */
  readonly trim?: boolean;
  /** Removes this prefix if it is there, in any case: `CHEBI:` makes `chebi:15377` into `15377`. */
  readonly stripPrefix?: string;
  /** Removes an isoform (`P04637-2`) or a version (`ENSG00000141510.12`). */
  readonly stripSuffix?: "isoform" | "version";
  /** Pads the digits at the end with zeros to this length. */
  readonly zeroPad?: number;
  /** Adds this prefix if it is missing, and writes it as here if it is there in another case. */
  readonly barePrefix?: string;
  /** Refuses an identifier without this prefix, and writes it as here if it is there in another case. */
  readonly requirePrefix?: string;
  /** What the result must match: a regular expression, anchored at both ends. */
  readonly pattern?: string;
  /**
   * `last`: an identifier that no interpretation knows as written is looked up once more without regard to case, and
   * the hit is labelled accordingly.
   */
  readonly foldCase?: "last";
}

const MAX_BYTES = 512;
/** Rules that still change an identifier after this many rounds are assumed never to stop. */
const MAX_ROUNDS = 10;
const SUFFIXES = { isoform: /-\d+$/, version: /\.\d+$/ } as const;

/** A type with declared rules for how its identifiers are written. */
export class DeclaredType implements IdentifierType {
  readonly foldCase: boolean;
  readonly definition: unknown;
  private readonly pattern: RegExp | undefined;
  private readonly steps: readonly Normalisation[];

  /** @throws SyntaxError the pattern is not a valid regular expression; its `cause` says why */
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
    // It must also be valid by itself: `a)(b` is valid only inside the parentheses added below.
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

/** The text with its prefix written like this one, if it has the prefix in any case. */
function asWritten(text: string, prefix: string): string {
  return hasPrefix(text, prefix) ? prefix + text.slice(prefix.length) : text;
}

function hasPrefix(text: string, prefix: string): boolean {
  return text.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase();
}
