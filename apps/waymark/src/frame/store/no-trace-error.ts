import { WaymarkError } from "@waymark/trace-core";

/** Code `no-trace`, exit code 3: there is no store yet, and reading does not create one. */
export class NoTraceError extends WaymarkError {
  static readonly code = "no-trace";

  constructor(store: string) {
    super(
      `there is no trace at ${store} yet: map something first (waymark map), or name another with --store`,
      {
        code: NoTraceError.code,
        details: { store },
      },
    );
  }
}
