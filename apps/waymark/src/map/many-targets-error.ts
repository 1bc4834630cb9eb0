import { WaymarkError } from "@waymark/trace-core";

import { amount } from "../views/format.js";

export interface ManyTargets {
  /** Line of the input, counted from 1. */
  readonly line: number;
  readonly identifier: string;
  readonly targetType: string;
  readonly targets: readonly string[];
}

/**
 * Code `many-targets`, exit code 1: an identifier has several targets, and `--on-many fail` was given. No output was
 * written.
 */
export class ManyTargetsError extends WaymarkError {
  static readonly code = "many-targets";

  /** @param first the first of these identifiers */
  constructor(count: number, first: readonly ManyTargets[]) {
    const shown = first.map(
      ({ line, identifier, targets }) => `line ${String(line)} ${identifier} (${targets.join(", ")})`,
    );
    super(
      `${amount(count, "identifier")} ${count === 1 ? "maps" : "map"} to several targets: ${shown.join("; ")}${count > first.length ? "; …" : ""}. ` +
        "No output was written; the trace is kept. Decide with --on-many keep, best or drop what happens to them",
      {
        code: ManyTargetsError.code,
        details: { count, first: first.map((it) => ({ ...it, targets: [...it.targets] })) },
      },
    );
  }
}
