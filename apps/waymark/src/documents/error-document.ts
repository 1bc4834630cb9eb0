import type { JsonObject } from "@waymark/trace-core";

/** What a command that fails with `--json` writes to standard error, on one line. */
export interface ErrorDocument {
  readonly error: {
    /** Stable: in kebab-case, or a code of the operating system (`ENOENT`); `unexpected` for internal errors. */
    readonly code: string;
    /** What went wrong, and what to do next. */
    readonly message: string;
    /** Further facts about the error. */
    readonly details: JsonObject;
  };
}
