import type { PathFinder } from "@waymark/executor";
import { isWaymarkError } from "@waymark/trace-core";

import { UsageError } from "../frame/usage-error.js";

/**
 * Checks that secondary identifiers of these types can be mapped to `from`. The user did not ask for such a path, so
 * the error says why it is needed.
 *
 * @throws UsageError
 */
export function checkSecondary(finder: PathFinder, secondary: readonly string[], from: string): void {
  for (const type of secondary) {
    if (type === from)
      throw new UsageError(`--secondary ${type}: this is the type of --from itself; choose another type`, {
        type,
      });
    try {
      finder.find(type, from);
    } catch (error) {
      if (!isWaymarkError(error, "no-path-found")) throw error;
      throw new UsageError(
        `--secondary ${type}: a secondary identifier is first mapped to the type of --from, so a path must lead there. ${error.message}`,
        error.details,
        error,
      );
    }
  }
}
