import { createHash } from "node:crypto";

import { canonicalJson } from "@waymark/trace-core";

import type { Catalog, MappingPath, Step } from "../../catalog.js";
import type { Resource } from "../../resource.js";
import { Curation } from "../curation/curation.js";
import { stepInputType, stepOutputType } from "../path/step-name.js";
import { ConsultedSets, type ConsultedStages } from "./consulted-sets.js";
import type { ResourceStamp, Route } from "./route.js";

export interface MappingPlanOptions {
  readonly sourceType: string;
  readonly targetType: string;
  readonly minConfidence: number;
  /** Name of the confidence rule; null for a custom rule without a name, whose answers are never cached. */
  readonly confidenceRule: string | null;
  /** Time after which labels are marked as given later, ISO 8601; absent if none are. */
  readonly asOf?: string;
  /** The plan that maps targets back; null if no path leads back, undefined if targets are not mapped back. */
  readonly validation?: MappingPlan | null;
}

/** The routes of a run, and the fingerprints of the answers that it can give. */
export class MappingPlan {
  readonly routes: readonly Route[];
  /** The fingerprints of all answers that this plan can give. Empty if none of them may be served. */
  readonly answerFingerprints: readonly string[];
  readonly curation: Curation;
  private readonly sets: ConsultedSets;
  private readonly fingerprints = new Map<string, string>();
  private readonly maxAges = new Map<string, number>();
  private readonly text: string;
  private readonly isCacheable: boolean;
  private readonly moving: readonly MovingResource[];

  /** @param paths in the order in which they are tried */
  constructor(
    catalog: Catalog,
    paths: readonly MappingPath[],
    { validation, ...options }: MappingPlanOptions,
  ) {
    // Without a named rule, and a version of every resource used for validation, a fingerprint would miss changes.
    this.isCacheable = options.confidenceRule !== null && (validation?.isMarked ?? true);

    this.routes = paths.map((path, index) => routeOf(catalog, path, index));
    this.curation = new Curation(catalog);
    const curated = this.curation.fingerprint(typesOf(paths));
    this.text = canonicalJson({
      // Version of the mapping rules: a new version prevents answers of older rules from being served.
      version: 2,
      ...(curated !== null && { curated }),
      ...options,
      types: definitionsOfTypes(catalog, paths),
      paths: paths.map(({ id, steps }) => ({ id, steps: steps.map(definitionOfStep) })),
      ...(validation !== undefined && { validation: validation?.text ?? null }),
      ...(validation && { validationReleases: validation.routes.map((it) => it.fingerprint) }),
    });
    this.sets = new ConsultedSets(this.routes);
    this.moving = this.routes.flatMap(movingResources);
    this.answerFingerprints = this.sets.all.map((it) => this.fingerprint(it)).filter((it) => it !== null);
  }

  /** Whether every resource that may be consulted has a release or a content hash. */
  get isMarked(): boolean {
    return this.routes.every((route) =>
      route.stages.flat().every((it) => it.release !== null || it.contentHash !== null),
    );
  }

  /**
   * The fingerprint of an answer that consulted these stages; null if it must never be served, as when a service has
   * had another release since the plan was made: the fingerprint would name a release that did not give the answer.
   */
  answerFingerprint(consulted: ConsultedStages): string | null {
    const hasMoved = this.moving.some(
      ({ route, stage, resource, release }) =>
        resource.release !== release && (consulted[route] ?? 0) >= stage,
    );
    if (hasMoved) return null;
    return this.fingerprint(this.sets.textOf(consulted));
  }

  /** How long an answer with this fingerprint may be served, in ms. */
  maxAgeOf(fingerprint: string): number {
    return this.maxAges.get(fingerprint) ?? Number.POSITIVE_INFINITY;
  }

  private fingerprint(set: string | null): string | null {
    if (set === null || !this.isCacheable) return null;
    let fingerprint = this.fingerprints.get(set);
    if (fingerprint === undefined) {
      fingerprint = sha256(`${this.text}\n${set}`);
      this.maxAges.set(fingerprint, this.sets.maxAgeOf(set));
      this.fingerprints.set(set, fingerprint);
    }
    return fingerprint;
  }
}

function routeOf(catalog: Catalog, path: MappingPath, index: number): Route {
  const histories = path.steps.map((step) => catalog.histories.get(stepInputType(step)));
  const stages: ResourceStamp[][] = [];
  const stagesAfter = path.steps.map(({ resource }, i) => {
    const history = histories[i];
    if (history) {
      const { resource: name, release, contentHash, primaryResource } = history;
      const primary =
        primaryResource === null ? [] : [stampOf(primaryResource, catalog.resources.get(primaryResource))];
      stages.push([{ name, release, contentHash, maxAgeMs: null }, ...primary]);
    }
    const afterHistory = stages.length;
    stages.push([stampOf(resource.name, resource)]);
    return { history: afterHistory, lookUp: stages.length };
  });
  const fingerprint = sha256(canonicalJson({ steps: path.steps.map(definitionOfStep), stages }));
  return { path, index, fingerprint, histories, stages, stagesAfter };
}

/** A resource whose release may change during the run: a table, which cannot, has a content hash. */
interface MovingResource {
  readonly route: number;
  /** How many stages have been consulted when it has. */
  readonly stage: number;
  readonly resource: Resource;
  /** When the plan was made. */
  readonly release: string;
}

function movingResources({ path, index, stagesAfter }: Route): MovingResource[] {
  return path.steps.flatMap(({ resource }, i) => {
    const { release, contentHash } = resource;
    const stage = stagesAfter[i]?.lookUp;
    return stage === undefined || release === null || contentHash !== null
      ? []
      : [{ route: index, stage, resource, release }];
  });
}

function stampOf(name: string, resource: Resource | undefined): ResourceStamp {
  const { release = null, contentHash = null, maxAgeMs = null } = resource ?? {};
  return { name, release, contentHash, maxAgeMs };
}

function definitionOfStep(step: Step): unknown {
  const { resource, map, direction } = step;
  return {
    resource: resource.name,
    map: map.name,
    direction,
    sourceType: map.sourceType,
    targetType: map.targetType,
    relation: map.relation,
    ranks: map.ranks.map(({ name, confidence }) => ({ name, confidence })),
    definition: map.definition ?? null,
  };
}

/**
 * The definition of every type on the paths. The input type of a step also has its history, which is followed there.
 */
function definitionsOfTypes(catalog: Catalog, paths: readonly MappingPath[]): unknown {
  const inputs = new Set(paths.flatMap((path) => path.steps).map(stepInputType));
  return [...typesOf(paths)].sort().map((name) => {
    const type = catalog.types.get(name);
    const history = inputs.has(name) ? catalog.histories.get(name) : undefined;
    return {
      name,
      definition: type?.definition ?? null,
      foldCase: type?.foldCase ?? false,
      history: history
        ? {
            resource: history.resource,
            primary: history.primaryResource,
            confidence: history.confidence,
            definition: history.definition ?? null,
          }
        : null,
    };
  });
}

function typesOf(paths: readonly MappingPath[]): ReadonlySet<string> {
  const steps = paths.flatMap((path) => path.steps);
  return new Set([...steps.map(stepInputType), ...steps.map(stepOutputType)]);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
