import type { JsonObject } from "@waymark/trace-core";

/** What a command that fails under `--json` writes to standard error, in one line. */
export interface ErrorDocument {
  readonly error: {
    /** Stable, kebab-case, or the operating system's (`ENOENT`); `unexpected` for what should not happen. */
    readonly code: string;
    /** What went wrong, and what to do next. */
    readonly message: string;
    /** Plain data about what went wrong. */
    readonly details: JsonObject;
  };
}
