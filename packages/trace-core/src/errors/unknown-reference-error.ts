import type { BatchKind } from "../records/trace-batch.js";
import { WaymarkError } from "./waymark-error.js";

export interface UnknownReference {
  readonly kind: BatchKind;
  /** The record with the reference: its id or, for an outcome, its source id. */
  readonly record: string;
  /** The field with the reference, such as `sessionId`. */
  readonly field: string;
  /** The id that does not exist. */
  readonly id: string;
}

/** Code `unknown-reference`: records refer to records neither in the batch nor committed; nothing was written. */
export class UnknownReferenceError extends WaymarkError {
  static readonly code = "unknown-reference";

  /** All of them, by kind, then by key. */
  readonly references: readonly UnknownReference[];

  constructor(references: readonly UnknownReference[]) {
    const shown = references.slice(0, 5).map((it) => `${it.kind} ${it.record}: ${it.field} ${it.id}`);
    const more =
      references.length > shown.length ? ` and ${String(references.length - shown.length)} more` : "";
    super(`References to missing records: ${shown.join(", ")}${more}`, {
      code: UnknownReferenceError.code,
      details: { references: references.map((it) => ({ ...it })) },
    });
    this.references = references;
  }
}
