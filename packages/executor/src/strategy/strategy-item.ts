/** An identifier on its way through a strategy. */
export interface StrategyItem {
  /** What went in. */
  readonly input: string;
  /** Normalised, as far as its type is known. */
  readonly identifier: string;
  readonly type: string;
  /** 0 to 1: the product of what the steps so far were worth. */
  readonly confidence: number;
  /** What it was called before, step by step. */
  readonly derivation: readonly string[];
}

/** An identifier that a step took out. */
export interface DroppedItem {
  readonly input: string;
  readonly identifier: string;
  readonly step: string;
  readonly reason: string;
}

/**
 * The item under another name.
 *
 * @param via what it was called in between
 */
export function renamed(
  item: StrategyItem,
  to: Pick<StrategyItem, "identifier" | "type" | "confidence">,
  via: readonly string[] = [],
): StrategyItem {
  return { ...item, ...to, derivation: [...item.derivation, item.identifier, ...via] };
}
