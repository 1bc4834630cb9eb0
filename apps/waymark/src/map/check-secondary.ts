import type { PathFinder } from "@waymark/executor";
import { isWaymarkError } from "@waymark/trace-core";

import { UsageError } from "../frame/usage-error.js";

/**
 * Whether a run can go by identifiers of these types beside those of `from`. The path that may be lacking is one that
 * nobody asked for, so the error says why it is needed.
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
