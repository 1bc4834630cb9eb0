import type { Relation } from "@waymark/trace-core";

import type { ResourceAbout } from "../../resource-about.js";
import type { HttpRelease } from "../../resources/http/http-release.js";
import type { HttpRequest, HttpSelect } from "../../resources/http/http-request.js";
import type { ResilienceOptions } from "../../resources/resilience/resilience-options.js";
import type { CatalogNode } from "./catalog-node.js";
import type { Located } from "./located.js";

export interface HttpMapDeclaration {
  readonly name: string;
  readonly sourceType: Located<string>;
  readonly target: { readonly type: Located<string> };
  readonly relation: Relation;
  readonly confidence: number;
  readonly isReversible: false;
  readonly request: HttpRequest;
  readonly select: HttpSelect;
}

/** A resource that is a service. */
export interface HttpDeclaration {
  readonly name: string;
  readonly at: CatalogNode;
  readonly release: string | HttpRelease | null;
  readonly maxAgeMs: number | null;
  readonly resilience: ResilienceOptions;
  readonly maps: readonly HttpMapDeclaration[];
  readonly history: null;
  readonly about: ResourceAbout;
}
