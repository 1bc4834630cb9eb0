import {
  entityMappingId,
  provenanceIdOfFinal,
  type EntityMappingProvenance,
  type ProvenanceHop,
} from "@waymark/trace-core";

import type { LiveAnswer } from "../answer/live-answer.js";
import type { CombineConfidence } from "../../confidence/combine-confidence.js";
import { hopsOf, type Branch } from "../path/branch.js";
import type { Walk } from "../path/walk.js";
import type { Route } from "../plan/route.js";
import { directionOf } from "./mapping-record.js";

export interface BranchRecorderOptions {
  readonly sessionId: string;
  /** Type of the identifiers that are sent through the routes. */
  readonly sourceType: string;
  /** Type of the inputs, if it is a different one. Default: the source type. */
  readonly inputType?: string;
  readonly targetType: string;
  readonly combineConfidence: CombineConfidence;
  readonly executorVersion: string;
}

/** Creates the provenance of branches that reached a target. */
export class BranchRecorder {
  constructor(private readonly options: BranchRecorderOptions) {}

  /**
   * Adds the result of a route to the answers, and returns one provenance record for each branch that reached a target.
   */
  record(
    route: Route,
    walks: readonly Walk[],
    answers: readonly LiveAnswer[],
    execution: { readonly id: string; readonly endedAt: Date },
  ): EntityMappingProvenance[] {
    const provenance: EntityMappingProvenance[] = [];
    const { targetType } = this.options;
    const sourceType = this.options.inputType ?? this.options.sourceType;
    answers.forEach((answer, i) => {
      const walk = walks[i];
      if (!walk) throw new RangeError(`No walk for input ${String(i)}`);
      const { sourceId } = answer.entry;
      const reached = walk.reached.map((branch) => {
        const targetId = branch.identifier;
        const mappingId =
          answer.targets.get(targetId)?.mappingId ??
          entityMappingId({ sourceType, sourceId, targetType, targetId });
        const record = this.provenance(route, branch, mappingId, execution, answer.start.prefix);
        provenance.push(record);
        const { id: provenanceId, recordedAt, pathId, confidence, hops, direction, isDerived } = record;
        const matchedAs = answer.start.prefix?.matchedAs ?? branch.matchedAs;
        const observation = {
          provenanceId,
          recordedAt,
          pathId,
          route: route.index,
          confidence,
          hops,
          direction,
          isDerived,
          matchedAs,
        };
        return { targetId, mappingId, observation };
      });
      answer.add(route, walk, reached);
    });
    return provenance;
  }

  private provenance(
    route: Route,
    branch: Branch,
    mappingId: string,
    execution: { readonly id: string; readonly endedAt: Date },
    prefix: ProvenanceHop | null,
  ): EntityMappingProvenance {
    const hops = prefix === null ? hopsOf(branch) : [prefix, ...hopsOf(branch)];
    const confidence = this.options.combineConfidence(hops.map((it) => it.confidence));
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new RangeError(
        `combineConfidence must return a number from 0 to 1, but returned ${String(confidence)}`,
      );
    }
    return {
      id: provenanceIdOfFinal(mappingId, execution.id, hops),
      mappingId,
      sessionId: this.options.sessionId,
      pathExecutionId: execution.id,
      pathId: route.path.id,
      recordedAt: execution.endedAt,
      confidence,
      hopCount: hops.length,
      direction: directionOf(hops),
      isDerived: prefix !== null,
      executorVersion: this.options.executorVersion,
      hops,
    };
  }
}
