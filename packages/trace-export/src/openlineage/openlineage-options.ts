export interface OpenLineageOptions {
  /** Of jobs and datasets. Default `waymark`. */
  readonly namespace?: string;
  /** The run that started the sessions, such as a task of a scheduler. Default none. */
  readonly parentRun?: { readonly runId: string; readonly jobNamespace: string; readonly jobName: string };
  /** Whether path executions have events, as runs within that of their session. Default true. */
  readonly pathExecutions?: boolean;
}

/** All of them, held complete by the compiler. */
export const OPENLINEAGE_OPTION_NAMES = Object.keys({
  namespace: true,
  parentRun: true,
  pathExecutions: true,
} satisfies Record<keyof OpenLineageOptions, true>);
