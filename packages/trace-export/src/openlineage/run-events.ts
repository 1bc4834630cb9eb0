import {
  canonicalJson,
  type MappingPathExecutionLog,
  type MappingSession,
  type MappingSessionStatus,
  type PathExecutionStatus,
} from "@waymark/trace-core";

import { PACKAGE_VERSION } from "../package-page.js";
import {
  endpointDataset,
  mappingSetDataset,
  resourceDataset,
  stepResources,
  type Dataset,
  type KnownResource,
} from "./datasets.js";
import { ownFacet, PRODUCER, standardFacet, type Facets } from "./facets.js";
import type { OpenLineageOptions } from "./openlineage-options.js";
import { description, errorFacet, jobType, parentFacet, times, type Parent } from "./run-facets.js";

const SCHEMA = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent";

type EventType = "START" | "COMPLETE" | "FAIL" | "ABORT";

export interface RunEvent {
  readonly eventType: EventType;
  readonly eventTime: string;
  readonly producer: string;
  readonly schemaURL: string;
  readonly run: { readonly runId: string; readonly facets: Facets };
  readonly job: { readonly namespace: string; readonly name: string; readonly facets: Facets };
  readonly inputs: readonly Dataset[];
  readonly outputs: readonly Dataset[];
}

/**
 * A partial run counts as completed; its facets show what is missing. An abandoned run counts as aborted, not failed,
 * like a cancelled one.
 */
const SESSION_ENDS: Readonly<Record<Exclude<MappingSessionStatus, "running">, EventType>> = {
  completed: "COMPLETE",
  partial: "COMPLETE",
  failed: "FAIL",
  cancelled: "ABORT",
  abandoned: "ABORT",
};

const EXECUTION_ENDS: Readonly<Record<PathExecutionStatus, EventType>> = {
  success: "COMPLETE",
  partial_success: "COMPLETE",
  no_mapping_found: "COMPLETE",
  failure: "FAIL",
  timed_out: "FAIL",
  cancelled: "ABORT",
  skipped: "ABORT",
};

/** Creates the events of a session and of its path executions. */
export class RunEvents {
  private readonly namespace: string;
  private readonly jobName: string;
  private readonly parent: Parent | undefined;

  /** @param resources what the session could consult */
  constructor(
    private readonly session: MappingSession,
    private readonly resources: readonly KnownResource[],
    options: OpenLineageOptions,
  ) {
    this.namespace = options.namespace ?? "waymark";
    this.jobName = `${session.sourceType}_to_${session.targetType}`;
    this.parent = options.parentRun;
  }

  start(): RunEvent {
    return this.sessionEvent("START", this.session.startedAt, {}, { inputCount: null, resultCount: null });
  }

  /** Null if the session has not ended. */
  end(): RunEvent | null {
    const { status, endedAt, error } = this.session;
    if (status === "running" || endedAt === null) return null;
    return this.sessionEvent(SESSION_ENDS[status], endedAt, errorFacet(error), this.session);
  }

  pathExecution(execution: MappingPathExecutionLog): RunEvent[] {
    const { id: runId, status, startedAt, endedAt, inputCount, matchedCount } = execution;
    const { id, sourceType, targetType } = this.session;
    const parent: Parent = { runId: id, jobNamespace: this.namespace, jobName: this.jobName };
    const job = {
      namespace: this.namespace,
      name: `${this.jobName}.${execution.pathId}`,
      facets: {
        ...jobType("PATH"),
        ...description(`The path ${execution.pathId} from ${sourceType} to ${targetType}`),
      },
    };
    const event = (eventType: EventType, at: Date, facets: Facets, isOver: boolean): RunEvent => ({
      ...frame(eventType, at),
      run: {
        runId,
        facets: {
          ...parentFacet(parent, this.parent),
          ...times(startedAt, endedAt),
          ...this.engine(),
          ...facets,
        },
      },
      job,
      inputs: stepResources(execution).map((it) => resourceDataset(this.namespace, it)),
      outputs: [
        mappingSetDataset(
          this.namespace,
          this.session,
          isOver ? { inputCount, resultCount: matchedCount } : { inputCount: null, resultCount: null },
        ),
      ],
    });
    const { pathId, pathFingerprint, batchIndex, durationMs, steps } = execution;
    const own = ownFacet("waymark_pathExecution", {
      ...{ pathId, pathFingerprint, batchIndex, status, durationMs, inputCount, matchedCount, steps },
    });
    return [
      event("START", startedAt, {}, false),
      event(EXECUTION_ENDS[status], endedAt, { ...errorFacet(execution.error), ...own }, true),
    ];
  }

  private sessionEvent(
    eventType: EventType,
    at: Date,
    facets: Facets,
    counts: Pick<MappingSession, "inputCount" | "resultCount">,
  ): RunEvent {
    const {
      id: runId,
      startedAt,
      endedAt,
      sourceType,
      targetType,
      sourceEndpoint,
      inputCount,
    } = this.session;
    const isOver = eventType !== "START";
    return {
      ...frame(eventType, at),
      run: {
        runId,
        facets: {
          ...(this.parent === undefined ? {} : parentFacet(this.parent)),
          ...times(startedAt, isOver ? endedAt : null),
          ...this.engine(),
          ...this.request(),
          ...facets,
          ...(isOver ? this.facts() : {}),
        },
      },
      job: {
        namespace: this.namespace,
        name: this.jobName,
        facets: {
          ...jobType("MAPPING"),
          ...description(`Maps identifiers of ${sourceType} to ${targetType}`),
        },
      },
      inputs: [
        ...(sourceEndpoint === null
          ? []
          : [endpointDataset(this.namespace, sourceEndpoint, isOver ? inputCount : null)]),
        ...this.resources.map((it) => resourceDataset(this.namespace, it)),
      ],
      outputs: [mappingSetDataset(this.namespace, this.session, counts)],
    };
  }

  private engine(): Facets {
    const { executorVersion } = this.session;
    return standardFacet("processing_engine", {
      name: "Waymark",
      version: executorVersion ?? "unknown",
      openlineageAdapterVersion: PACKAGE_VERSION,
    });
  }

  private request(): Facets {
    const { parameters, tags } = this.session;
    const given = Object.entries(parameters)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => ({ key, value: typeof value === "string" ? value : canonicalJson(value) }));
    return {
      ...standardFacet("executionParameters", given.length === 0 ? null : { parameters: given }),
      ...standardFacet(
        "runTags",
        tags.length === 0 ? null : { tags: tags.map((key) => ({ key, value: "true", source: "USER" })) },
      ),
    };
  }

  private facts(): Facets {
    const { status, sourceType, targetType, sourceEndpoint, targetEndpoint, catalogFingerprint } =
      this.session;
    const { inputCount, resultCount } = this.session;
    return ownFacet("waymark_session", {
      ...{
        status,
        sourceType,
        targetType,
        sourceEndpoint,
        targetEndpoint,
        catalogFingerprint,
        inputCount,
        resultCount,
      },
    });
  }
}

function frame(
  eventType: EventType,
  at: Date,
): Pick<RunEvent, "eventType" | "eventTime" | "producer" | "schemaURL"> {
  return { eventType, eventTime: at.toISOString(), producer: PRODUCER, schemaURL: SCHEMA };
}
