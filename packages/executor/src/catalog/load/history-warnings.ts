import type { TableHistory } from "../../resources/table-history.js";

/** Warnings about a history. */
export function historyWarnings(history: TableHistory): string[] {
  const { resource, type, skewed, circular, primaryResource } = history;
  const warnings: string[] = [];
  if (skewed > 0) {
    warnings.push(
      `${resource} lists ${skewed} identifiers of ${type} as withdrawn or merged that are current in ` +
        `${primaryResource ?? ""}: the releases differ, and the primary table takes precedence`,
    );
  }
  const [first] = circular;
  if (first !== undefined) {
    warnings.push(
      `${resource} has circular successions for ${circular.length} identifiers of ${type}, such as ${first}: ` +
        "those without another successor count as withdrawn",
    );
  }
  return warnings;
}
