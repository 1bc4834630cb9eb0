import { compareBytes, everyItem, type IdentifierOutcome, type TraceStore } from "@waymark/trace-core";

/**
 * Number of outcomes in memory, over all sessions together, unless there are so many sessions that `MIN_PAGE` exceeds
 * it.
 */
const MAX_HELD = 10_000;
const MIN_PAGE = 10;
const MAX_PAGE = 500;

/**
 * The answers of the sessions, in ascending order by (`sourceId`, `sourceType`, `targetType`), compared by bytes. If
 * several sessions answer the same, only the latest answer by (`recordedAt`, `sessionId`) is yielded: a target that a
 * later run no longer finds does not occur.
 *
 * One page of each session is in memory; the more sessions, the smaller the pages.
 */
export async function* mergedAnswers(
  store: TraceStore,
  sessionIds: readonly string[],
): AsyncGenerator<IdentifierOutcome, void, undefined> {
  const limit = Math.min(Math.max(Math.floor(MAX_HELD / Math.max(sessionIds.length, 1)), MIN_PAGE), MAX_PAGE);
  const heads = new HeadHeap();
  for (const sessionId of sessionIds) {
    const rest = everyItem((query) => store.listOutcomes(query), { sessionId, limit });
    const { value: first } = await rest.next();
    if (first) heads.push({ outcome: first, rest });
  }
  let latest: IdentifierOutcome | undefined;
  for (let head = heads.pop(); head !== undefined; head = heads.pop()) {
    const { outcome, rest } = head;
    if (latest === undefined) latest = outcome;
    else if (compareKeys(latest, outcome) === 0) latest = later(latest, outcome);
    else {
      yield latest;
      latest = outcome;
    }
    const { value: next } = await rest.next();
    if (next) heads.push({ outcome: next, rest });
  }
  if (latest !== undefined) yield latest;
}

interface Head {
  readonly outcome: IdentifierOutcome;
  readonly rest: AsyncGenerator<IdentifierOutcome, void, undefined>;
}

/** A binary heap with the smallest key on top. */
class HeadHeap {
  private readonly heads: Head[] = [];

  push(head: Head): void {
    const { heads } = this;
    let at = heads.push(head) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isLess(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  pop(): Head | undefined {
    const { heads } = this;
    const [top] = heads;
    const last = heads.pop();
    if (top === undefined || last === undefined || heads.length === 0) return top;
    heads[0] = last;
    for (let at = 0; ;) {
      const least = [2 * at + 1, 2 * at + 2].reduce((it, child) => (this.isLess(child, it) ? child : it), at);
      if (least === at) return top;
      this.swap(at, least);
      at = least;
    }
  }

  private isLess(a: number, b: number): boolean {
    const one = this.heads[a];
    const other = this.heads[b];
    return one !== undefined && other !== undefined && compareKeys(one.outcome, other.outcome) < 0;
  }

  private swap(a: number, b: number): void {
    const one = this.heads[a];
    const other = this.heads[b];
    if (one === undefined || other === undefined) return;
    this.heads[a] = other;
    this.heads[b] = one;
  }
}

function compareKeys(a: IdentifierOutcome, b: IdentifierOutcome): number {
  return (
    compareBytes(a.sourceId, b.sourceId) ||
    compareBytes(a.sourceType, b.sourceType) ||
    compareBytes(a.targetType, b.targetType)
  );
}

function later(a: IdentifierOutcome, b: IdentifierOutcome): IdentifierOutcome {
  return (b.recordedAt.getTime() - a.recordedAt.getTime() || compareBytes(b.sessionId, a.sessionId)) > 0
    ? b
    : a;
}
