import type { EntityMappingProvenance } from "@waymark/trace-core";

/** What one path found for an identifier in the newest session in which it reached a target. */
export interface PathStatement {
  readonly pathId: string;
  readonly sessionId: string;
  readonly recordedAt: Date;
  /** The most confident branch to each target, by target id. */
  readonly targets: ReadonlyMap<string, EntityMappingProvenance>;
}

interface MutableStatement {
  readonly pathId: string;
  sessionId: string;
  pathExecutionId: string;
  recordedAt: Date;
  targets: Map<string, EntityMappingProvenance>;
}

/** What each path found for one identifier, collected from provenance in any order. */
export class PathStatements {
  private readonly byPath = new Map<string, MutableStatement>();

  add(targetId: string, provenance: EntityMappingProvenance): void {
    const { pathId, sessionId, pathExecutionId, recordedAt } = provenance;
    let known = this.byPath.get(pathId);
    if (known === undefined) {
      known = { pathId, sessionId, pathExecutionId, recordedAt, targets: new Map() };
      this.byPath.set(pathId, known);
    }
    if (known.sessionId !== sessionId) {
      // Path execution ids are time-ordered.
      if (pathExecutionId < known.pathExecutionId) return;
      known.sessionId = sessionId;
      known.targets = new Map();
    }
    if (pathExecutionId > known.pathExecutionId) {
      known.pathExecutionId = pathExecutionId;
      known.recordedAt = recordedAt;
    }
    const best = known.targets.get(targetId);
    if (!best || best.confidence < provenance.confidence) known.targets.set(targetId, provenance);
  }

  /** Sorted by path id. */
  list(): PathStatement[] {
    return [...this.byPath.values()].sort((a, b) => (a.pathId < b.pathId ? -1 : 1));
  }
}
