import type { JsonObject, MappingSession, MappingSessionStatus, TraceBatch } from "@waymark/trace-core";
import {
  sampleEnd,
  sampleMapping,
  sampleMetric,
  sampleOutcome,
  samplePathExecution,
  sampleProvenance,
  sampleSession,
} from "@waymark/trace-core/testing";
import fc from "fast-check";

import { hostileText } from "./hostile-text.js";

/** A run of one session, as a caller passes it to `write`. */
export interface SampleTrace extends Required<TraceBatch> {
  readonly session: MappingSession;
}

export interface SampleTraceOptions {
  /** Source identifiers with their targets. */
  readonly answers: readonly (readonly [source: string, targets: readonly string[]])[];
  readonly status?: MappingSessionStatus;
  readonly session?: Partial<MappingSession>;
  readonly metadata?: JsonObject;
  /** Free text in the records. Default: plain text. */
  readonly label?: string;
}

/** One path execution with all records that belong to it. */
export function sampleTrace({
  answers,
  status = "completed",
  session: fields = {},
  metadata = {},
  label = "table",
}: SampleTraceOptions): SampleTrace {
  const session = sampleSession({ tags: [label], executorVersion: "1.2.3", ...fields });
  const sessionId = session.id;
  const execution = samplePathExecution(sessionId, {
    inputCount: answers.length,
    matchedCount: answers.filter(([, targets]) => targets.length > 0).length,
  });
  const { sourceType, targetType } = session;
  const mapped = answers.map(([sourceId, targets]) =>
    targets.map((targetId, i) =>
      sampleMapping({
        sourceType,
        sourceId,
        targetType,
        targetId,
        metadata,
        confidence: 0.9 - i / 100,
        mappingSource: [label],
      }),
    ),
  );
  const mappings = mapped.flat();
  return {
    session,
    sessionStarts: [session],
    sessionEnds: status === "running" ? [] : [sampleEnd(sessionId, { status, inputCount: answers.length })],
    pathExecutions: [execution],
    mappings,
    provenance: mappings.map((it) => sampleProvenance(it, execution)),
    outcomes: answers.map(([sourceId], i) =>
      sampleOutcome(sessionId, mapped[i], { sourceType, sourceId, targetType, rawIds: [label] }),
    ),
    metrics: [
      sampleMetric(sessionId, { name: label }),
      sampleMetric(sessionId, { pathExecutionId: execution.id, value: label }),
    ],
  };
}

/** Runs with hostile text wherever records allow it. */
export const hostileTrace: fc.Arbitrary<SampleTrace> = fc
  .record({
    answers: fc.uniqueArray(fc.tuple(hostileText, fc.uniqueArray(hostileText, { maxLength: 3 })), {
      maxLength: 6,
      selector: ([source]) => source,
    }),
    status: fc.constantFrom<MappingSessionStatus>("running", "completed", "partial", "cancelled"),
    label: hostileText,
    metadata: fc.dictionary(hostileText, hostileText, { maxKeys: 3 }),
  })
  .map(sampleTrace);

/** Only the fields that `TraceStore.write` accepts. */
export function batchOf({ session: _, ...batch }: SampleTrace): TraceBatch {
  return batch;
}

/** All pieces of an export as one text. */
export async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}
