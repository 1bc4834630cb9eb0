import type { EntityMappingProvenance } from "@waymark/trace-core";

/** What one path says of an identifier: what it reached in the newest session that sent the identifier along it. */
export interface PathStatement {
  readonly pathId: string;
  readonly sessionId: string;
  readonly recordedAt: Date;
  /** By target id, the most confident branch. */
  readonly targets: ReadonlyMap<string, EntityMappingProvenance>;
}

interface MutableStatement {
  readonly pathId: string;
  sessionId: string;
  pathExecutionId: string;
  recordedAt: Date;
  targets: Map<string, EntityMappingProvenance>;
}

/** What the paths say of one identifier, from its provenance in whatever order. */
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
      // Time-ordered ids.
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

  /** In the order of the paths' names. */
  list(): PathStatement[] {
    return [...this.byPath.values()].sort((a, b) => (a.pathId < b.pathId ? -1 : 1));
  }
}
