/** The session `sessionId` has outcomes that were answered by the session `answeredBy`. */
export interface SessionUse {
  readonly answeredBy: string;
  readonly sessionId: string;
}

/**
 * Selects the sessions that may be removed: all candidates except those that answered, directly or through others, a
 * session that stays. Returns groups that must be removed together, in an order in which every session comes before
 * those that answered it.
 *
 * @param candidates sessions that ended long enough ago
 * @param uses all uses of the candidates by other sessions
 */
export function pruneOrder(candidates: readonly string[], uses: readonly SessionUse[]): string[][] {
  const answerersOf = new Map<string, string[]>();
  for (const { answeredBy, sessionId } of uses) {
    if (answeredBy === sessionId) continue;
    const known = answerersOf.get(sessionId);
    if (known === undefined) answerersOf.set(sessionId, [answeredBy]);
    else known.push(answeredBy);
  }
  const prunable = new Set(candidates);
  const kept = [...answerersOf.keys()].filter((id) => !prunable.has(id));
  for (let user = kept.pop(); user !== undefined; user = kept.pop()) {
    for (const id of answerersOf.get(user) ?? []) if (prunable.delete(id)) kept.push(id);
  }
  return usersFirst(prunable, answerersOf);
}

/** Concurrent runs may have answered each other: sessions left in such a cycle form one group, at the end. */
function usersFirst(
  prunable: ReadonlySet<string>,
  answerersOf: ReadonlyMap<string, readonly string[]>,
): string[][] {
  const usersLeft = new Map([...prunable].map((id) => [id, 0]));
  const answerers = (user: string): readonly string[] => answerersOf.get(user) ?? [];
  for (const user of prunable) for (const id of answerers(user)) add(usersLeft, id, 1);
  const groups: string[][] = [];
  const free = [...prunable].filter((id) => usersLeft.get(id) === 0);
  for (let user = free.pop(); user !== undefined; user = free.pop()) {
    usersLeft.delete(user);
    groups.push([user]);
    for (const id of answerers(user)) if (add(usersLeft, id, -1) === 0) free.push(id);
  }
  if (usersLeft.size > 0) groups.push([...usersLeft.keys()]);
  return groups;
}

function add(counts: Map<string, number>, id: string, change: number): number {
  const count = (counts.get(id) ?? 0) + change;
  counts.set(id, count);
  return count;
}
