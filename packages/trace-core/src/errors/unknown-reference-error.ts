import type { BatchKind } from "../records/trace-batch.js";
import { WaymarkError } from "./waymark-error.js";

export interface UnknownReference {
  readonly kind: BatchKind;
  /** Where the record stands in its list of the batch. */
  readonly index: number;
  /** The field that refers to nothing, such as `sessionId`. */
  readonly field: string;
  /** The id that nothing has. */
  readonly id: string;
}

/** Code `unknown-reference`: records refer to what is neither in the batch nor committed; nothing was written. */
export class UnknownReferenceError extends WaymarkError {
  static readonly code = "unknown-reference";

  /** All of them, in the order of the batch's kinds and of their lists. */
  readonly references: readonly UnknownReference[];

  constructor(references: readonly UnknownReference[]) {
    const shown = references.slice(0, 5).map((it) => `${it.kind}[${String(it.index)}].${it.field} ${it.id}`);
    const more =
      references.length > shown.length ? ` and ${String(references.length - shown.length)} more` : "";
    super(`References to nothing: ${shown.join(", ")}${more}`, {
      code: UnknownReferenceError.code,
      details: { references: references.map((it) => ({ ...it })) },
    });
    this.references = references;
  }
}
