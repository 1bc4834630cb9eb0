import type { Relation } from "@waymark/trace-core";

import type { IdentifierType } from "../../identifier-type.js";
import type { HttpRequest, HttpSelect } from "./http-request.js";

/** One translation that a service offers. */
export interface HttpMap {
  readonly name: string;
  readonly sourceType: IdentifierType;
  readonly targetType: IdentifierType;
  /** Default `same`. */
  readonly relation?: Relation;
  /** Confidence of a target without one of its own, 0 to 1. Default 0.95. */
  readonly confidence?: number;
  readonly request: HttpRequest;
  readonly select: HttpSelect;
}
