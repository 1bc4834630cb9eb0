import type { PreparedBatch } from "../adapter/batch/prepare-batch.js";
import { referencesOf } from "../adapter/batch/references.js";
import { UnknownReferenceError, type UnknownReference } from "../errors/unknown-reference-error.js";
import { isWaymarkError } from "../errors/waymark-error.js";

/**
 * Which of the batches that shared a transaction refer to nothing, each with what it refers to, as the error of the
 * transaction tells. None when the error is another one, or names nothing that is surely theirs: a store may list less
 * than all, and there may be more of them.
 */
export function blamedBatches(
  batches: readonly PreparedBatch[],
  error: unknown,
): ReadonlyMap<PreparedBatch, readonly UnknownReference[]> {
  const blamed = new Map<PreparedBatch, UnknownReference[]>();
  if (!isWaymarkError(error, UnknownReferenceError.code)) return blamed;
  const { references = [] } = error as Partial<UnknownReferenceError>;
  // Of path executions that two of them bring, only one was written: the other may be well without it.
  const brought = new Set(batches.flatMap((batch) => batch.pathExecutions.map((it) => it.id)));
  const listed = new Map(references.filter((it) => !brought.has(it.id)).map((it) => [keyOf(it), it]));
  for (const batch of batches) {
    const own = referencesOf(batch).flatMap((it) => listed.get(keyOf(it)) ?? []);
    if (own.length === 0) continue;
    blamed.set(batch, own);
    // Of equal records the first was written, and only that one may name a path execution of another session.
    for (const it of own) if (it.field === "pathExecutionId") listed.delete(keyOf(it));
  }
  return blamed;
}

function keyOf({ kind, record, field, id }: UnknownReference): string {
  return `${kind}\0${record}\0${field}\0${id}`;
}
