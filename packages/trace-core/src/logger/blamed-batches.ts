import type { PreparedBatch } from "../adapter/batch/prepare-batch.js";
import { referencesOf } from "../adapter/batch/references.js";
import { UnknownReferenceError, type UnknownReference } from "../errors/unknown-reference-error.js";
import { isWaymarkError } from "../errors/waymark-error.js";

/**
 * Which of the batches that shared a transaction have unknown references, each with those references, according to the
 * error of the transaction. Empty if the error is a different one, or nothing it lists can be attributed with
 * certainty. May be incomplete, since a store may not list all references.
 */
export function blamedBatches(
  batches: readonly PreparedBatch[],
  error: unknown,
): ReadonlyMap<PreparedBatch, readonly UnknownReference[]> {
  const blamed = new Map<PreparedBatch, UnknownReference[]>();
  if (!isWaymarkError(error, UnknownReferenceError.code)) return blamed;
  const { references = [] } = error as Partial<UnknownReferenceError>;
  // If two batches contain the same path execution, only one was written: without it, the other batch may be valid.
  const brought = new Set(batches.flatMap((batch) => batch.pathExecutions.map((it) => it.id)));
  const listed = new Map(references.filter((it) => !brought.has(it.id)).map((it) => [keyOf(it), it]));
  for (const batch of batches) {
    const own = referencesOf(batch).flatMap((it) => listed.get(keyOf(it)) ?? []);
    if (own.length === 0) continue;
    blamed.set(batch, own);
    // Of equal records, only the first was written, so only that one can have named a path execution of another
    // session.
    for (const it of own) if (it.field === "pathExecutionId") listed.delete(keyOf(it));
  }
  return blamed;
}

function keyOf({ kind, record, field, id }: UnknownReference): string {
  return `${kind}\0${record}\0${field}\0${id}`;
}
