import {
  everyItem,
  SessionNotFoundError,
  type ExecutionMetric,
  type MappingSession,
  type TraceStore,
} from "@waymark/trace-core";

import { answeredOutcomes } from "../shared/answered-outcomes.js";
import { excerptOf, type Excerpt } from "../shared/excerpt.js";
import { wholeNumber } from "../shared/whole-number.js";
import { FunnelTally } from "./funnel-tally.js";
import { LossTally } from "./loss-tally.js";
import { OutcomeTally } from "./outcome-tally.js";
import { PathExecutionTally } from "./path-execution-tally.js";
import { pathUses } from "./path-uses.js";
import { ResourceTally } from "./resource-tally.js";
import type {
  ErrorCount,
  LossPlace,
  MetricFact,
  PathUse,
  ResourceUse,
  RunTiming,
  SessionFacts,
  UnmappedIdentifier,
} from "./run-report-parts.js";
import type { IdentifierSection, TargetSection } from "./run-report-sections.js";
import { runTiming, sessionFacts, statusNote, strategyNote } from "./session-facts.js";
import { TargetTally } from "./target-tally.js";
import { unmappedIdentifier } from "./unmapped.js";

/** What one session did. Plain JSON: it survives a round trip through `JSON.stringify`. */
export interface RunReport extends IdentifierSection, TargetSection {
  readonly session: SessionFacts;
  /** False if the session is running or was abandoned: the counts cover what it has committed. */
  readonly isFinal: boolean;
  /** Caveats about the counts, one sentence each. */
  readonly notes: readonly string[];
  readonly timing: RunTiming;

  /** In the order in which they are tried; paths from secondary types and validation paths last. */
  readonly paths: Excerpt<PathUse>;
  /** Slowest first by p95. */
  readonly resources: Excerpt<ResourceUse>;
  /** Names of resources with failures or retries, least reliable first. */
  readonly leastReliable: readonly string[];
  /** Most branches first. */
  readonly losses: Excerpt<LossPlace>;
  /** Every identifier without a target, sorted by bytes; `unmappedOf` yields all of them. */
  readonly unmapped: Excerpt<UnmappedIdentifier>;
  /** Most frequent first. */
  readonly errors: Excerpt<ErrorCount>;
  /** Metrics of the session as a whole, oldest first. */
  readonly metrics: Excerpt<MetricFact>;
}

export interface RunReportOptions {
  /** Maximum length of `unmapped`, up to a million. Default 100. */
  readonly maxUnmapped?: number;
  /** Maximum length of all other lists, up to a million. Default 100. */
  readonly maxItems?: number;
  /**
   * Number of distinct targets up to which cardinalities are exact; above, they are extrapolated from a sample. Default
   * 500,000.
   */
  readonly maxTargets?: number;
  /** Called after every thousand identifiers, and at the end. An error that it throws aborts the report. */
  readonly onProgress?: (progress: ReportProgress) => void;
}

/** Progress of reading a session's outcomes. */
export interface ReportProgress {
  readonly identifiers: number;
  /** Number of inputs of the session, including duplicates; null if it is not known yet. */
  readonly inputCount: number | null;
}

const MAX_ITEMS = 1_000_000;
const MAX_TARGETS = 10_000_000;

const PROGRESS_EVERY = 1_000;

/**
 * Reports what a session did. Reads its outcomes once, together with their provenance, and its path executions once.
 * Memory does not grow with the number of identifiers, except for cardinalities, which `maxTargets` bounds.
 *
 * @throws SessionNotFoundError
 * @throws InvalidQueryError an option is out of range
 */
export async function runReport(
  store: TraceStore,
  sessionId: string,
  options: RunReportOptions = {},
): Promise<RunReport> {
  const maxUnmapped = wholeNumber("maxUnmapped", options.maxUnmapped, {
    byDefault: 100,
    min: 0,
    max: MAX_ITEMS,
  });
  const maxItems = wholeNumber("maxItems", options.maxItems, { byDefault: 100, min: 0, max: MAX_ITEMS });
  const maxTargets = wholeNumber("maxTargets", options.maxTargets, { byDefault: 500_000, max: MAX_TARGETS });
  const session = await store.getSession(sessionId);
  if (session === undefined) throw new SessionNotFoundError(sessionId);

  const executions = new PathExecutionTally(session);
  const resources = new ResourceTally(session.resources);
  for await (const execution of everyItem((query) => store.listPathExecutions(query), { sessionId })) {
    executions.add(execution);
    for (const step of execution.steps) resources.add(step);
  }

  const outcomes = new OutcomeTally();
  const targets = new TargetTally(maxTargets);
  const funnels = new FunnelTally();
  const losses = new LossTally();
  const unmapped: UnmappedIdentifier[] = [];
  let unmappedCount = 0;
  for await (const answered of answeredOutcomes(store, sessionId)) {
    const { outcome } = answered;
    outcomes.add(outcome);
    targets.add(answered);
    funnels.add(answered);
    losses.add(outcome);
    if (outcome.targetCount === 0 && unmappedCount++ < maxUnmapped)
      unmapped.push(unmappedIdentifier(outcome));
    if (outcomes.count % PROGRESS_EVERY === 0) tell(options, outcomes.count, session);
  }
  tell(options, outcomes.count, session);

  const targetSection = targets.section();
  const totals = { identifiers: outcomes.count, targets: targetSection.targets };
  return {
    session: sessionFacts(session),
    isFinal: session.status !== "running" && session.status !== "abandoned",
    notes: notesOf(session, targets, losses, targetSection),
    timing: runTiming(session, outcomes.count),
    ...outcomes.section(maxItems),
    ...targetSection,
    paths: await pathUses(store, funnels.tallies(), executions, totals, maxItems),
    resources: resources.list(maxItems),
    leastReliable: resources.leastReliable(maxItems),
    losses: losses.list(maxItems),
    unmapped: excerptOf(unmapped, unmappedCount),
    errors: executions.errorCounts(maxItems),
    metrics: await sessionMetrics(store, sessionId, maxItems),
  };
}

function tell({ onProgress }: RunReportOptions, identifiers: number, { inputCount }: MappingSession): void {
  onProgress?.({ identifiers, inputCount });
}

function notesOf(
  session: MappingSession,
  targets: TargetTally,
  losses: LossTally,
  { cardinalities }: Pick<RunReport, "cardinalities">,
): string[] {
  const notes = [statusNote(session), strategyNote(session)].filter((it) => it !== null);
  if (targets.untraced > 0)
    notes.push(
      `${String(targets.untraced)} targets have no provenance in the trace; directions leave them out.`,
    );
  if (targets.cutOutcomes > 0)
    notes.push(
      `${String(targets.cutOutcomes)} identifiers have more targets than are kept; only those kept are counted.`,
    );
  if (losses.cutOutcomes > 0)
    notes.push(
      `${String(losses.cutOutcomes)} identifiers lost more branches than are kept; losses and funnels count those kept.`,
    );
  if (cardinalities.sampledShare < 1)
    notes.push(
      `Cardinalities are extrapolated from ${String(cardinalities.sampledShare * 100)} % of the targets.`,
    );
  return notes;
}

/** Metrics of the session as a whole, oldest first. */
async function sessionMetrics(
  store: TraceStore,
  sessionId: string,
  limit: number,
): Promise<Excerpt<MetricFact>> {
  // The store lists the newest first, so the limit keeps the latest.
  const kept: ExecutionMetric[] = [];
  let count = 0;
  for await (const metric of everyItem((query) => store.listMetrics(query), { sessionId })) {
    if (metric.pathExecutionId !== null) continue;
    count++;
    if (kept.length < limit) kept.push(metric);
  }
  const items = kept.reverse().map(({ type, name, value, unit }) => ({ type, name, value, unit }));
  return excerptOf(items, count);
}
