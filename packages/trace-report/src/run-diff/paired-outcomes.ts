import { compareBytes, everyItem, type IdentifierOutcome, type TraceStore } from "@waymark/trace-core";

/** The outcomes of one identifier in two sessions; undefined if a session has none. */
export interface OutcomePair {
  readonly a: IdentifierOutcome | undefined;
  readonly b: IdentifierOutcome | undefined;
}

/** Walks the outcomes of two sessions side by side, with one page of each in memory. */
export async function* pairedOutcomes(
  store: TraceStore,
  a: string,
  b: string,
): AsyncGenerator<OutcomePair, void, undefined> {
  const of = (sessionId: string): AsyncGenerator<IdentifierOutcome, void, undefined> =>
    everyItem((query) => store.listOutcomes(query), { sessionId });
  const [left, right] = [of(a), of(b)];
  let [x, y] = await Promise.all([left.next(), right.next()]);
  while (!x.done || !y.done) {
    const order = x.done ? 1 : y.done ? -1 : compareKeys(x.value, y.value);
    yield {
      a: order <= 0 && !x.done ? x.value : undefined,
      b: order >= 0 && !y.done ? y.value : undefined,
    };
    if (order <= 0) x = await left.next();
    if (order >= 0) y = await right.next();
  }
}

function compareKeys(a: IdentifierOutcome, b: IdentifierOutcome): number {
  return (
    compareBytes(a.sourceId, b.sourceId) ||
    compareBytes(a.sourceType, b.sourceType) ||
    compareBytes(a.targetType, b.targetType)
  );
}
