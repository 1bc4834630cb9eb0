import {
  compareBytes,
  type MappingSession,
  type OutcomeTarget,
  type ProvenanceHop,
} from "@waymark/trace-core";

import type { AnswerSide } from "./answer-side.js";
import {
  causesOfChanged,
  causesOfMissing,
  causesOfOutcome,
  causesOfValidation,
  saidText,
  wayText,
} from "./change-causes.js";
import type { ChangeCause } from "./change-cause.js";
import type { ChangedAnswer, ChangeKind, MappingChange } from "./mapping-change.js";

/** The answers of both runs for one identifier. */
export interface AnswerPair {
  /** Undefined if the run has no answer for it. */
  readonly a: AnswerSide | undefined;
  readonly b: AnswerSide | undefined;
}

/** All differences between two answers, sorted by target id. Empty if they are the same. */
export function compareAnswers({ a, b }: AnswerPair, sessions: readonly MappingSession[]): MappingChange[] {
  if (a && b) return compared(a, b);
  const side = a ?? b;
  if (side === undefined) return [];
  const { run, outcome } = side;
  const causes = [absence(side, sessions)];
  const of = (target: OutcomeTarget | null): MappingChange =>
    changeOf(
      target === null ? "outcome" : run === "a" ? "lost" : "gained",
      run === "a" ? side : undefined,
      run === "b" ? side : undefined,
      target?.targetId ?? null,
      causes,
    );
  return outcome.targets.length === 0 ? [of(null)] : byId(outcome.targets).map(of);
}

function compared(a: AnswerSide, b: AnswerSide): MappingChange[] {
  const [p, q] = [a.outcome, b.outcome];
  if (p.targets.length === 0 && q.targets.length === 0) {
    if (p.outcome === q.outcome && p.sourceStatus === q.sourceStatus) return [];
    return [changeOf("outcome", a, b, null, causesOfOutcome(a, b))];
  }
  const inA = new Map(p.targets.map((it) => [it.targetId, it]));
  const inB = new Map(q.targets.map((it) => [it.targetId, it]));
  const changes: MappingChange[] = [];
  for (const targetId of [...new Set([...inA.keys(), ...inB.keys()])].sort(compareBytes)) {
    const [x, y] = [inA.get(targetId), inB.get(targetId)];
    const kind = x === undefined ? "gained" : y === undefined ? "lost" : "changed";
    const causes = causesOf(a, b, x, y);
    if (causes !== null) changes.push(changeOf(kind, a, b, targetId, causes));
  }
  return changes;
}

/** Null if nothing changed. */
function causesOf(
  a: AnswerSide,
  b: AnswerSide,
  x: OutcomeTarget | undefined,
  y: OutcomeTarget | undefined,
): ChangeCause[] | null {
  if (y && !x) return causesOfMissing(b, a, y);
  if (x && !y) return causesOfMissing(a, b, x);
  if (!x || !y) return null;
  if (isChanged(a, b, x, y)) return causesOfChanged(a, b, x.mappingId);
  return x.validationStatus === y.validationStatus ? null : causesOfValidation(a, b);
}

function isChanged(a: AnswerSide, b: AnswerSide, x: OutcomeTarget, y: OutcomeTarget): boolean {
  if (x.confidence !== y.confidence || x.hopCount !== y.hopCount || x.pathId !== y.pathId) return true;
  const [p, q] = [a.best(x)?.hops, b.best(y)?.hops];
  if (p === undefined || q === undefined) return false;
  return wayText(p) !== wayText(q) || p.some((hop, i) => saidText(hop) !== saidText(q[i]));
}

function absence(side: AnswerSide, sessions: readonly MappingSession[]): ChangeCause {
  const run = side.run === "a" ? "b" : "a";
  const other = sessions[run === "a" ? 0 : 1];
  const isFinished = other?.status === "completed" || other?.status === "partial";
  if (other && !isFinished) return { kind: "unfinished", run, status: other.status };
  return { kind: "input", run: side.run, secondary: null };
}

function changeOf(
  kind: ChangeKind,
  a: AnswerSide | undefined,
  b: AnswerSide | undefined,
  targetId: string | null,
  causes: readonly ChangeCause[],
): MappingChange {
  const outcome = (a ?? b)?.outcome;
  const { sourceType = "", sourceId = "", targetType = "" } = outcome ?? {};
  const of = (side: AnswerSide | undefined): ChangedAnswer | null => (side ? answerOf(side, targetId) : null);
  const raws = [a, b].flatMap((it) => it?.outcome.rawIds ?? []);
  const rawIds = [...new Set(raws)].sort(compareBytes);
  return { kind, sourceType, sourceId, rawIds, targetType, targetId, a: of(a), b: of(b), causes };
}

function answerOf(side: AnswerSide, targetId: string | null): ChangedAnswer {
  const { outcome, sourceStatus, answeredBy, targets } = side.outcome;
  const target = targets.find((it) => it.targetId === targetId);
  const hops: readonly ProvenanceHop[] | null = (target && side.best(target)?.hops) ?? null;
  return {
    outcome,
    sourceStatus,
    answeredBy,
    target: target
      ? {
          confidence: target.confidence,
          hopCount: target.hopCount,
          pathId: target.pathId,
          validationStatus: target.validationStatus,
          hops,
        }
      : null,
  };
}

function byId(targets: readonly OutcomeTarget[]): OutcomeTarget[] {
  return targets.toSorted((x, y) => compareBytes(x.targetId, y.targetId));
}
