import type { Failure, JsonObject } from "@waymark/trace-core";

import type { Catalog } from "../catalog.js";
import type { MappingExecutor } from "../mapping/mapping-executor.js";
import type { StrategyItem } from "./strategy-item.js";

export interface ActionContext {
  readonly catalog: Catalog;
  readonly executor: MappingExecutor;
  /** The strategy's own session. */
  readonly sessionId: string;
  /** The strategy's target endpoint; null if it has none. */
  readonly targetEndpoint: string | null;
  readonly signal: AbortSignal;
}

export interface ActionResult {
  readonly items: readonly StrategyItem[];
  /** The items that were dropped, and why. */
  readonly dropped: readonly { readonly item: StrategyItem; readonly reason: string }[];
  /** Why some items could not be processed, which makes the session `partial`. Default null. */
  readonly partialBecause?: Failure | null;
}

/** What a step of a strategy does. To fail, it throws. */
export interface StrategyAction {
  /** Names of its parameters. */
  readonly parameters: { readonly required: readonly string[]; readonly optional: readonly string[] };
  /** What is wrong with its parameters, checked before anything starts; undefined if nothing is. Default: no check. */
  check?(parameters: JsonObject): string | undefined;
  run(items: readonly StrategyItem[], parameters: JsonObject, context: ActionContext): Promise<ActionResult>;
}
