import type { TableHistory } from "../../resources/table-history.js";

/** What is odd about a history, in sentences. */
export function historyWarnings(history: TableHistory): string[] {
  const { resource, type, skewed, circular, primaryResource } = history;
  const warnings: string[] = [];
  if (skewed > 0) {
    warnings.push(
      `${resource} calls ${skewed} identifiers of ${type} withdrawn or merged that are current in ` +
        `${primaryResource ?? ""}: the releases differ, and the primary table wins`,
    );
  }
  const [first] = circular;
  if (first !== undefined) {
    warnings.push(
      `${resource} leads ${circular.length} identifiers of ${type} round in a circle, ${first} among them: ` +
        "what has no other successor counts as withdrawn",
    );
  }
  return warnings;
}
