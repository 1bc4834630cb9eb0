import type { ProvenanceHop } from "@waymark/trace-core";

import type { LiveAnswer } from "../answer/live-answer.js";
import type { InputEntry } from "../input/input-entry.js";
import type { PathExecutionManager, RoutedSlice } from "../path-execution-manager.js";

/** Confidence of the hop from an input to a secondary identifier. */
const DERIVED_CONFIDENCE = 0.9;

/** The paths from one secondary type through the source type to the target type. */
export interface SecondaryRoute {
  readonly type: string;
  readonly paths: PathExecutionManager;
}

export interface DerivedAnswers {
  /** By input, for those whose secondary identifiers were tried. */
  readonly answers: ReadonlyMap<InputEntry, LiveAnswer>;
  readonly routed: readonly RoutedSlice[];
}

/** Maps inputs that lead nowhere by their secondary identifiers: type after type, all inputs of a slice at once. */
export class SecondaryRoutes {
  /** @param routes in order of preference */
  constructor(private readonly routes: readonly SecondaryRoute[]) {}

  async derive(entries: readonly InputEntry[], signal: AbortSignal): Promise<DerivedAnswers> {
    const answers = new Map<InputEntry, LiveAnswer>();
    const routed: RoutedSlice[] = [];
    for (const { type, paths } of this.routes) {
      const starts = entries
        .filter((it) => !answers.get(it)?.isAnswered)
        .flatMap((entry) =>
          [...(entry.secondary.get(type) ?? [])].map((identifier) => ({
            entry,
            start: { identifier, prefix: inputHop(type, identifier) },
          })),
        );
      if (starts.length === 0) continue;
      const slice = await paths.routeFrom(starts, signal);
      routed.push(slice);
      for (const answer of slice.answers) {
        if (!answer.isFinished) continue;
        const known = answers.get(answer.entry);
        if (known === undefined) answers.set(answer.entry, answer);
        else known.join(answer);
      }
    }
    return { answers, routed };
  }
}

/** The hop from an input to a secondary identifier. Keys are in the order of canonical JSON. */
function inputHop(type: string, identifier: string): ProvenanceHop {
  return {
    confidence: DERIVED_CONFIDENCE,
    direction: "forward",
    identifier,
    map: null,
    matchedAs: `secondary ${type}`,
    relation: "same",
    release: null,
    resource: "input",
    type,
  };
}
