import { FLAG, objectOf, optional, optionType, TEXT, type OptionTypes } from "../option-types.js";

export interface OpenLineageOptions {
  /** Namespace of jobs and datasets. Default `waymark`. */
  readonly namespace?: string;
  /** The run that started the sessions, such as a scheduler task. Default none. */
  readonly parentRun?: ParentRun;
  /** Whether to write events of path executions, as runs within that of their session. Default true. */
  readonly pathExecutions?: boolean;
}

export interface ParentRun {
  /** A UUID. */
  readonly runId: string;
  readonly jobNamespace: string;
  readonly jobName: string;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

const PARENT_RUN: OptionTypes<ParentRun> = {
  runId: optionType((it) => typeof it === "string" && UUID.test(it), "a UUID"),
  jobNamespace: TEXT,
  jobName: TEXT,
};

export const OPENLINEAGE_OPTION_TYPES: OptionTypes<OpenLineageOptions> = {
  namespace: optional(
    optionType((it) => typeof it === "string" && it !== "", "a non-empty string, or omitted for the default"),
  ),
  parentRun: optional(objectOf(PARENT_RUN)),
  pathExecutions: optional(FLAG),
};
