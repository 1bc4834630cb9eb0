import { everyItem, SessionNotFoundError, type MappingSession, type TraceStore } from "@waymark/trace-core";

import { methodsParagraph } from "./methods-paragraph.js";
import { methodsParameters } from "./methods-parameters.js";
import type { MethodsFacts } from "./methods-facts.js";
import { MethodsTally } from "./methods-tally.js";
import { UsedResources } from "./used-resources.js";

export interface MethodsText {
  /** One paragraph, without a line break. */
  readonly text: string;
  /** The content of the paragraph, as data. */
  readonly facts: MethodsFacts;
}

/** Maximum number of earlier sessions, whose answers were served, that are searched for the resources they used. */
const MAX_EARLIER_SESSIONS = 20;

/**
 * A paragraph on one run for the methods section of a paper: tool and version, dates, paths, all resources used with
 * release and licence, non-default parameters, and results.
 *
 * Reads the session's answers, path executions and provenance (up to 100,000 records) page by page.
 *
 * @throws SessionNotFoundError
 */
export async function methodsText(store: TraceStore, sessionId: string): Promise<MethodsText> {
  const session = await store.getSession(sessionId);
  if (session === undefined) throw new SessionNotFoundError(sessionId);
  const tally = new MethodsTally();
  for await (const it of everyItem((query) => store.listOutcomes(query), { sessionId })) tally.add(it);
  const used = new UsedResources(store);
  await used.read(session);
  const earlier = tally.answeredBy.values().filter((it) => it !== sessionId);
  for (const id of earlier.slice(0, MAX_EARLIER_SESSIONS)) {
    const answering = await store.getSession(id);
    if (answering) await used.read(answering);
  }
  for (const name of tally.lossResources.values()) used.note(name, session);
  const facts = factsOf(session, tally, used);
  return { text: methodsParagraph(facts), facts };
}

function factsOf(session: MappingSession, tally: MethodsTally, used: UsedResources): MethodsFacts {
  const { sourceType, targetType, sourceEndpoint, targetEndpoint, executorVersion } = session;
  return {
    sessionId: session.id,
    tool: "Waymark",
    executorVersion,
    startedAt: session.startedAt.toISOString(),
    endedAt: session.endedAt?.toISOString() ?? null,
    status: session.status,
    sourceType,
    targetType,
    sourceEndpoint,
    targetEndpoint,
    paths: used.paths(),
    resources: used.resources(),
    parameters: methodsParameters(session),
    counts: tally.counts(),
  };
}
