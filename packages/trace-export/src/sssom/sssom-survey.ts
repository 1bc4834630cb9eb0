import type { MappingSession, SessionResource, TraceStore } from "@waymark/trace-core";

import type { CurieWriter } from "./curie-writer.js";
import { subjectAnswers } from "./subject-answers.js";
import type { SubjectCounts } from "./subject-counts.js";

/** What has to be known about all answers before the first one is written. */
export interface SssomSurvey {
  readonly sourceTypes: ReadonlySet<string>;
  readonly targetTypes: ReadonlySet<string>;
  /** Executor versions of the sessions that answered live. */
  readonly toolVersions: ReadonlySet<string | null>;
  /** Resources of these sessions, sorted by name and release. */
  readonly resources: readonly SessionResource[];
}

/** Reads all answers once, and adds their subjects and objects to the counts. */
export async function surveyAnswers(
  store: TraceStore,
  sessions: readonly MappingSession[],
  curies: CurieWriter,
  counts: SubjectCounts,
): Promise<SssomSurvey> {
  const answering = new Set<string>();
  const sourceTypes = new Set<string>();
  const targetTypes = new Set<string>();
  const sessionIds = sessions.map((it) => it.id);
  for await (const answer of subjectAnswers(store, sessionIds)) {
    const { sourceType, sourceId, targetType, targets, targetCount, answeredBy } = answer;
    answering.add(answeredBy);
    sourceTypes.add(sourceType);
    targetTypes.add(targetType);
    const objects = targets.map((it) => curies.write(targetType, it.targetId));
    counts.count(curies.write(sourceType, sourceId), objects, targetCount > targets.length);
  }
  const known = new Map(sessions.map((it) => [it.id, it]));
  const toolVersions = new Set<string | null>();
  const resources = new Map<string, SessionResource>();
  for (const id of answering) {
    const session = known.get(id) ?? (await store.getSession(id));
    if (session === undefined) continue;
    toolVersions.add(session.executorVersion);
    for (const it of session.resources) resources.set(`${it.name}\0${it.release ?? ""}`, it);
  }
  const sorted = [...resources].sort(byKey).map(([, it]) => it);
  return { sourceTypes, targetTypes, toolVersions, resources: sorted };
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
