/** An identifier on its way through a strategy. */
export interface StrategyItem {
  /** The input as given. */
  readonly input: string;
  /** Normalised, if it is valid for its type. */
  readonly identifier: string;
  readonly type: string;
  /** 0 to 1: the product of the confidences of the steps so far. */
  readonly confidence: number;
  /** Its previous identifiers, step by step. */
  readonly derivation: readonly string[];
}

/** An identifier that a step dropped. */
export interface DroppedItem {
  readonly input: string;
  readonly identifier: string;
  readonly step: string;
  readonly reason: string;
}

/**
 * The item with another identifier.
 *
 * @param via the identifiers in between
 */
export function renamed(
  item: StrategyItem,
  to: Pick<StrategyItem, "identifier" | "type" | "confidence">,
  via: readonly string[] = [],
): StrategyItem {
  return { ...item, ...to, derivation: [...item.derivation, item.identifier, ...via] };
}
