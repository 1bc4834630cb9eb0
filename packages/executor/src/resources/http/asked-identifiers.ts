import type { IdentifierType } from "../../identifier-type.js";

/** An identifier that was asked for, as a service mentions it. */
export interface MentionedIdentifier {
  readonly identifier: string;
  /** Whether the service writes it in another case. */
  readonly isFolded: boolean;
}

/** Recognises, in a service's answer, the identifiers that were asked for. */
export class AskedIdentifiers {
  private readonly exact: ReadonlySet<string>;
  private readonly folded: ReadonlyMap<string, string>;

  /** @param identifiers no two of which differ only in case, if the type folds case */
  constructor(
    private readonly type: IdentifierType,
    identifiers: readonly string[],
  ) {
    this.exact = new Set(identifiers);
    this.folded = new Map(type.foldCase ? identifiers.map((it) => [it.toLowerCase(), it]) : []);
  }

  /** Undefined for an identifier that was not asked for. */
  find(raw: string): MentionedIdentifier | undefined {
    const normalised = this.type.normalise(raw);
    if (!normalised.isValid) return undefined;
    const { identifier } = normalised;
    if (this.exact.has(identifier)) return { identifier, isFolded: false };
    const folded = this.folded.get(identifier.toLowerCase());
    return folded === undefined ? undefined : { identifier: folded, isFolded: true };
  }
}

/**
 * Batches of at most `size` identifiers. If the type folds case, identifiers that differ only in case go into different
 * batches, so that an answer in a third case is unambiguous, and no answer depends on what else was asked for.
 */
export function batchesOf(identifiers: readonly string[], size: number, type: IdentifierType): string[][] {
  const rounds: string[][] = [];
  const seen = new Map<string, number>();
  for (const identifier of identifiers) {
    const key = type.foldCase ? identifier.toLowerCase() : identifier;
    const round = seen.get(key) ?? 0;
    seen.set(key, round + 1);
    (rounds[round] ??= []).push(identifier);
  }
  return rounds.flatMap((round) =>
    Array.from({ length: Math.ceil(round.length / size) }, (_, i) => round.slice(i * size, (i + 1) * size)),
  );
}
