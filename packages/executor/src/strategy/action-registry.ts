import { unknownName } from "../messages/unknown-name.js";
import { convert } from "./actions/convert.js";
import { filterPresent } from "./actions/filter-present.js";
import { merge } from "./actions/merge.js";
import { resolveObsolete } from "./actions/resolve-obsolete.js";
import { validate } from "./actions/validate.js";
import { InvalidStrategyError } from "./invalid-strategy-error.js";
import type { StrategyAction } from "./strategy-action.js";
import type { StrategyStep } from "./strategy.js";

/** The actions that strategies can name: the built-in ones, and custom ones. */
export class ActionRegistry {
  private readonly actions = new Map<string, StrategyAction>([
    ["convert", convert],
    ["filter-present", filterPresent],
    ["resolve-obsolete", resolveObsolete],
    ["merge", merge],
    ["validate", validate],
  ]);

  /** @throws RangeError the name is already in use */
  register(name: string, action: StrategyAction): this {
    if (this.actions.has(name)) throw new RangeError(`there is already an action named ${name}`);
    this.actions.set(name, action);
    return this;
  }

  /** @throws InvalidStrategyError there is no such action, or the parameters are not valid for it */
  actionOf({ name, action: actionName, parameters }: StrategyStep): StrategyAction {
    const action = this.actions.get(actionName);
    if (action === undefined)
      throw new InvalidStrategyError(
        `step ${name}: ${unknownName("action", actionName, this.actions.keys())}`,
      );
    const { required, optional } = action.parameters;
    for (const it of required) {
      if (!(it in parameters)) throw new InvalidStrategyError(`step ${name}: ${actionName} lacks ${it}`);
    }
    for (const it of Object.keys(parameters)) {
      if (![...required, ...optional].includes(it))
        throw new InvalidStrategyError(
          `step ${name}: ${unknownName("parameter", it, [...required, ...optional])}`,
        );
    }
    const wrong = action.check?.(parameters);
    if (wrong !== undefined) throw new InvalidStrategyError(`step ${name}: ${wrong}`);
    return action;
  }
}
