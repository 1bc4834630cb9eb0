import { compareBytes, type MappingSession, type TraceStore } from "@waymark/trace-core";

import type { SessionFacts } from "../run-report/run-report-parts.js";
import { sessionFacts, statusNote } from "../run-report/session-facts.js";
import { excerptOf, type Excerpt } from "../shared/excerpt.js";
import { BoundedMap } from "../shared/bounded-map.js";
import { wholeNumber } from "../shared/whole-number.js";
import type { CauseKind } from "./change-cause.js";
import { causeText } from "./cause-text.js";
import { CHANGE_KINDS, type ChangeKind, type MappingChange } from "./mapping-change.js";
import { comparedIdentifiers, comparedSessions } from "./run-changes.js";

export interface ChangeCount {
  readonly kind: ChangeKind;
  readonly changes: number;
}

/** The number of changes with one cause; a change with several causes is counted for each of them. */
export interface CauseCount {
  readonly kind: CauseKind;
  /** What changed, in words, such as `hgnc changed: release 2024-07 → release 2024-10`. */
  readonly text: string;
  readonly changes: number;
}

/** The differences between two runs. Plain JSON. */
export interface RunDiff {
  readonly a: SessionFacts;
  readonly b: SessionFacts;
  /** Caveats about the counts, one sentence each. */
  readonly notes: readonly string[];
  /** Distinct identifiers. */
  readonly identifiers: {
    readonly inBoth: number;
    readonly onlyInA: number;
    readonly onlyInB: number;
    /** Identifiers in both with at least one change. */
    readonly changed: number;
  };
  /** One for each kind, in the order of `CHANGE_KINDS`. */
  readonly kinds: readonly ChangeCount[];
  /** Most changes first. */
  readonly causes: Excerpt<CauseCount>;
  /** Sorted by identifier and target, by bytes; `runChanges` yields all of them. */
  readonly changes: Excerpt<MappingChange>;
}

export interface DiffRunsOptions {
  /** Maximum length of `changes`, up to a million. Default 1,000. */
  readonly maxChanges?: number;
  /** Maximum length of `causes`, up to a million. Default 100. */
  readonly maxCauses?: number;
  /** Called after every thousand identifiers, and at the end. An error that it throws aborts the comparison. */
  readonly onProgress?: (progress: { readonly identifiers: number }) => void;
}

const MAX_ITEMS = 1_000_000;

const PROGRESS_EVERY = 1_000;

/**
 * Compares the answers of two sessions for the same identifiers: mappings gained, lost and changed from `a` to `b`,
 * each with its causes. A newer release alone is not a change. Reads both sessions side by side; memory does not grow
 * with the number of identifiers.
 *
 * @throws SessionNotFoundError
 * @throws RunsNotComparableError the sessions map between different types
 * @throws InvalidQueryError an option is out of range
 */
export async function diffRuns(
  store: TraceStore,
  a: string,
  b: string,
  options: DiffRunsOptions = {},
): Promise<RunDiff> {
  const { onProgress } = options;
  const maxChanges = wholeNumber("maxChanges", options.maxChanges, {
    byDefault: 1_000,
    min: 0,
    max: MAX_ITEMS,
  });
  const maxCauses = wholeNumber("maxCauses", options.maxCauses, { byDefault: 100, min: 0, max: MAX_ITEMS });
  const sessions = await comparedSessions(store, a, b);
  const identifiers = { inBoth: 0, onlyInA: 0, onlyInB: 0, changed: 0 };
  const kinds = new Map<ChangeKind, number>();
  const causes = new BoundedMap<{ readonly kind: CauseKind; readonly text: string; changes: number }>();
  const kept: MappingChange[] = [];
  let count = 0;
  let seen = 0;
  for await (const { isInA, isInB, changes } of comparedIdentifiers(store, sessions)) {
    identifiers[isInA && isInB ? "inBoth" : isInA ? "onlyInA" : "onlyInB"]++;
    if (isInA && isInB && changes.length > 0) identifiers.changed++;
    for (const change of changes) {
      if (count++ < maxChanges) kept.push(change);
      kinds.set(change.kind, (kinds.get(change.kind) ?? 0) + 1);
      const texts = new Map(change.causes.map((it) => [causeText(it), it.kind]));
      for (const [text, kind] of texts) {
        const entry = causes.at(`${kind} ${text}`, () => ({ kind, text, changes: 0 }));
        if (entry) entry.changes++;
      }
    }
    if (++seen % PROGRESS_EVERY === 0) onProgress?.({ identifiers: seen });
  }
  onProgress?.({ identifiers: seen });
  return {
    a: sessionFacts(sessions[0]),
    b: sessionFacts(sessions[1]),
    notes: notesOf(sessions),
    identifiers,
    kinds: CHANGE_KINDS.map((kind) => ({ kind, changes: kinds.get(kind) ?? 0 })),
    causes: causes.top(
      maxCauses,
      (x, y) => y.changes - x.changes || compareBytes(x.text, y.text),
      (it) => ({ ...it }),
    ),
    changes: excerptOf(kept, count),
  };
}

function notesOf([a, b]: readonly [MappingSession, MappingSession]): string[] {
  return [
    { run: "a", note: statusNote(a) },
    { run: "b", note: statusNote(b) },
  ].flatMap(({ run, note }) => (note === null ? [] : [`Run ${run}: ${note}`]));
}
