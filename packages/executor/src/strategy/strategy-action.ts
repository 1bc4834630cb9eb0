import type { Failure, JsonObject } from "@waymark/trace-core";

import type { Catalog } from "../catalog.js";
import type { MappingExecutor } from "../mapping/mapping-executor.js";
import type { StrategyItem } from "./strategy-item.js";

export interface ActionContext {
  readonly catalog: Catalog;
  readonly executor: MappingExecutor;
  /** The strategy's own session. */
  readonly sessionId: string;
  /** The strategy's target endpoint; null when it has none. */
  readonly targetEndpoint: string | null;
  readonly signal: AbortSignal;
}

export interface ActionResult {
  readonly items: readonly StrategyItem[];
  /** Those that were taken out, and why. */
  readonly dropped: readonly { readonly item: StrategyItem; readonly reason: string }[];
  /** Why some of it could not be done, which makes the session `partial`. Default null: all was. */
  readonly partialBecause?: Failure | null;
}

/** What a step of a strategy does. To throw is to fail. */
export interface StrategyAction {
  /** Names of its parameters, those that it needs first. */
  readonly parameters: { readonly required: readonly string[]; readonly optional: readonly string[] };
  /** What is wrong with its parameters, before anything begins; undefined when nothing is. Default: nothing is. */
  check?(parameters: JsonObject): string | undefined;
  run(items: readonly StrategyItem[], parameters: JsonObject, context: ActionContext): Promise<ActionResult>;
}
