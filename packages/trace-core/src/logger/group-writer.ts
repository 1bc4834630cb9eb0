import { joinBatches, type PreparedBatch } from "../adapter/batch/prepare-batch.js";
import { CacheTransactionError, StoreClosedError } from "../errors/store-errors.js";
import { UnknownReferenceError } from "../errors/unknown-reference-error.js";
import { isWaymarkError } from "../errors/waymark-error.js";
import type { TraceStore } from "../trace-store.js";
import { blamedBatches } from "./blamed-batches.js";
import type { LoggerCounts } from "./logger-counts.js";

interface GroupMember {
  readonly batch: PreparedBatch;
}

/** What became of a member of a group. */
export type Verdict<M> =
  | { readonly member: M; readonly isCommitted: true }
  | { readonly member: M; readonly isCommitted: false; readonly error: unknown };

/** Writes the batches of a group in one transaction, or in several if a member of the group is at fault. */
export class GroupWriter {
  constructor(
    private readonly store: Pick<TraceStore, "write" | "writeAfter">,
    private readonly counts: LoggerCounts,
  ) {}

  /**
   * Never rejects. If one of the members is at fault, the others are written without it.
   *
   * @param earlier what must settle before this commits
   * @returns the verdict on each member, in no particular order
   */
  async write<M extends GroupMember>(
    group: readonly M[],
    earlier: readonly Promise<unknown>[],
  ): Promise<Verdict<M>[]> {
    try {
      await this.writeJoined(group, earlier);
      return group.map((member) => ({ member, isCommitted: true }));
    } catch (error) {
      if (group.length === 1 || !mayBeOneMembersFault(error))
        return group.map((member) => ({ member, isCommitted: false, error }));
      this.counts.divided();
      const { refused, rest } = withoutBlamed(group, error);
      if (refused.length > 0)
        return rest.length === 0 ? refused : [...refused, ...(await this.write(rest, earlier))];
      const half = Math.ceil(group.length / 2);
      const first = await this.write(group.slice(0, half), earlier);
      return [...first, ...(await this.write(group.slice(half), []))];
    }
  }

  private writeJoined(group: readonly GroupMember[], earlier: readonly Promise<unknown>[]): Promise<void> {
    this.counts.wrote();
    const batch = joinBatches(group.map((it) => it.batch));
    if (earlier.length === 0 || this.store.writeAfter === undefined) return this.store.write(batch);
    return this.store.writeAfter(batch, Promise.all(earlier));
  }
}

/** Refuses all members that the error blames for unknown references: finding many of them by dividing takes long. */
function withoutBlamed<M extends GroupMember>(
  group: readonly M[],
  error: unknown,
): { refused: Verdict<M>[]; rest: M[] } {
  const blamed = blamedBatches(
    group.map((it) => it.batch),
    error,
  );
  const refused: Verdict<M>[] = [];
  const rest = group.filter((member) => {
    const references = blamed.get(member.batch);
    if (references === undefined) return true;
    refused.push({ member, isCommitted: false, error: new UnknownReferenceError(references) });
    return false;
  });
  return { refused, rest };
}

/** A failure at the first attempt may be caused by one record; one that was retried is not. */
function mayBeOneMembersFault(error: unknown): boolean {
  if (isWaymarkError(error, StoreClosedError.code)) return false;
  if (!isWaymarkError(error, CacheTransactionError.code)) return true;
  return error.details.attempts === 1 && error.details.commit === "rolled-back";
}
