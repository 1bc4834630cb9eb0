import { ExecutionTraceLogger, type ExecutionTraceLoggerOptions } from "../execution-trace-logger.js";
import { entityMappingId } from "../identity/entity-mapping-id.js";
import type { EntityMappingProvenanceInput } from "../logger/record-inputs.js";
import type { EntityMappingKey } from "../records/entity-mapping.js";
import type { MappingPathExecutionLog } from "../records/mapping-path-execution-log.js";
import type { MappingSession } from "../records/mapping-session.js";
import { at } from "./sample-records.js";
import type { StoreContext } from "./store-under-test.js";

export const OWNER = { host: "host", processId: 7, processStartedAt: at(-1) };
export const TYPES = { sourceType: "GENE", targetType: "PROTEIN" };
export const KEY: EntityMappingKey = { ...TYPES, sourceId: "g", targetId: "p" };

/** A logger whose clock advances by one millisecond each time it is read. */
export function newLogger(
  { store }: StoreContext,
  options: ExecutionTraceLoggerOptions = {},
): ExecutionTraceLogger {
  let now = 0;
  return new ExecutionTraceLogger(store, {
    clock: () => at(now++),
    owner: OWNER,
    executorVersion: "1.0.0",
    ...options,
  });
}

export interface RunningPath {
  readonly session: MappingSession;
  readonly execution: MappingPathExecutionLog;
  /** The provenance of a mapping that was observed by this path execution. */
  readonly provenanceOf: (key: EntityMappingKey, confidence?: number) => EntityMappingProvenanceInput;
}

/** A session that has started, with one path execution. */
export async function runningPath(logger: ExecutionTraceLogger): Promise<RunningPath> {
  const session = await logger.logMappingSessionStart(TYPES);
  const execution = await logger.logPathExecution({
    ...TYPES,
    sessionId: session.id,
    pathId: "path",
    status: "success",
    inputCount: 1,
    matchedCount: 1,
  });
  return {
    session,
    execution,
    provenanceOf: (key, confidence = 0.9) => ({
      mappingId: entityMappingId(key),
      sessionId: session.id,
      pathExecutionId: execution.id,
      pathId: "path",
      confidence,
      hops: [{ type: key.targetType, identifier: key.targetId, resource: "table", confidence }],
    }),
  };
}
