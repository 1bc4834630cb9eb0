import type { JsonObject, MappingSession } from "@waymark/trace-core";

import { UsageError } from "../frame/usage-error.js";
import type { InputLayout } from "../input/input-layout.js";
import type { OnMany } from "../result/on-many.js";
import type { Format } from "../result/result-format.js";
import type { Shape } from "../result/result-shape.js";

/**
 * The full request of one call of `map`, as plain JSON. Every session that it opens keeps it, so that `resume` can
 * continue it. Paths are absolute.
 */
export interface MapJob {
  /** Identifies the call; the same for all its sessions. */
  readonly run: string;
  readonly catalog: string;
  /** Folder of the tables; null for the catalog's folder. */
  readonly data: string | null;
  readonly overrides: string | null;
  readonly input: {
    /** Null for standard input. */
    readonly file: string | null;
    readonly sha256: string;
    readonly layout: InputLayout;
  };
  readonly from: string;
  readonly to: readonly string[];
  readonly limit: number | null;
  readonly minConfidence: number;
  readonly validate: boolean;
  /** ISO 8601. */
  readonly asOf: string | null;
  readonly fresh: boolean;
  readonly tags: readonly string[];
  readonly onMany: OnMany;
  readonly output: {
    /** Null for standard output. */
    readonly file: string | null;
    /** Null for the default: a table on a terminal, otherwise TSV. */
    readonly format: Format | null;
    readonly shape: Shape;
    readonly unmapped: string | null;
    readonly guardFormulas: boolean;
  };
}

/** The job as kept by its sessions. */
export function jobParameters(job: MapJob): JsonObject {
  return { waymark: JSON.parse(JSON.stringify(job)) as JsonObject };
}

/** Whether a session has answered all its inputs. */
export function isWhole({ status }: MappingSession): boolean {
  return status === "completed" || status === "partial";
}

/**
 * The job of a session.
 *
 * @throws UsageError the session was started by another program
 */
export function jobOf({ id, parameters }: MappingSession): MapJob {
  const { waymark } = parameters;
  if (typeof waymark === "object" && waymark !== null && "run" in waymark)
    return waymark as unknown as MapJob;
  throw new UsageError(
    `session ${id} was not started by \`waymark map\`: resume it with the program that started it`,
  );
}
