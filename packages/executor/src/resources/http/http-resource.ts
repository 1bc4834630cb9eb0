import { setMaxListeners } from "node:events";

import { isStorable } from "@waymark/trace-core";

import { DEFAULT_CONFIDENCE } from "../../confidence/default-confidence.js";
import type { LookUpHit, LookUpRequest, LookUpResult, Resource, ResourceMap } from "../../resource.js";
import type { ResourceAbout } from "../../resource-about.js";
import { RequestPolicy } from "../resilience/request-policy.js";
import { SYSTEM_CLOCK, type ResilienceClock } from "../resilience/resilience-clock.js";
import type { ResilienceOptions } from "../resilience/resilience-options.js";
import { batchesOf } from "./asked-identifiers.js";
import { checkRelease, checkRequest, checkSelect } from "./check-request.js";
import { HeaderSet, type Environment } from "./header-set.js";
import { askBatch, exchangeOf, type BatchResult, type ServiceMap } from "./ask-batch.js";
import type { HttpRelease } from "./http-release.js";
import type { HttpMap } from "./http-map.js";
import { httpMapDefinition } from "./http-map-definition.js";
import { placeholderOf } from "./http-request.js";
import { parseJson, valueAt } from "./read-items.js";

export interface HttpResourceOptions {
  readonly name: string;
  /** The release itself, or where the service names it. Default null. */
  readonly release?: string | HttpRelease | null;
  /**
   * How long its answers may be served, in ms, for a service without a release. Default: as long as the release stays
   * the same.
   */
  readonly maxAgeMs?: number;
  readonly maps: readonly HttpMap[];
  /** Default nothing. */
  readonly about?: ResourceAbout;
  /** Limits and retries of each request. */
  readonly resilience?: ResilienceOptions;
  /** Where `${env:NAME}` in headers comes from. Default: the environment of the process. */
  readonly environment?: Environment;
  /** Default the system's. */
  readonly clock?: ResilienceClock;
}

const DEFAULT_BATCH_SIZE = 100;

/** A service that is asked over HTTP, batch by batch. If a batch fails, the others keep their answers. */
export class HttpResource implements Resource {
  readonly name: string;
  readonly contentHash = null;
  /** Every request has its own time-out, and a job may take longer than any of them. */
  readonly ownsTimeouts = true;
  readonly maps: readonly ResourceMap[];
  readonly about: ResourceAbout | undefined;
  /** How long its answers may be served, in ms. */
  readonly maxAgeMs?: number;
  private readonly services: ReadonlyMap<string, ServiceMap>;
  private readonly releaseSource: HttpRelease | null;
  private currentRelease: string | null;

  /**
   * @throws RangeError a request or its selectors do not make sense
   * @throws InvalidHttpHeaderError a header needs a variable that is not set
   */
  constructor(options: HttpResourceOptions) {
    const { name, release = null, maxAgeMs, maps, environment = process.env, clock = SYSTEM_CLOCK } = options;
    this.name = name;
    this.about = options.about;
    this.releaseSource = typeof release === "object" ? release : null;
    const [problem] = this.releaseSource === null ? [] : checkRelease(this.releaseSource);
    if (problem !== undefined) throw new RangeError(`${name}: release: ${problem.key} ${problem.message}`);
    this.currentRelease = typeof release === "string" ? release : null;
    if (maxAgeMs !== undefined) this.maxAgeMs = maxAgeMs;
    const policy = new RequestPolicy(name, options.resilience, clock);
    this.services = new Map(
      maps.map((map) => {
        throwIfSenseless(name, map);
        const { request } = map;
        const headers = new HeaderSet(name, request.headers ?? {}, request.url, environment);
        return [
          map.name,
          {
            ...map,
            resource: name,
            confidence: map.confidence ?? DEFAULT_CONFIDENCE,
            headers,
            policy,
            clock,
          },
        ];
      }),
    );
    this.maps = maps.map((map) => ({
      name: map.name,
      sourceType: map.sourceType.name,
      targetType: map.targetType.name,
      relation: map.relation ?? "same",
      ranks: [{ name: null, confidence: map.confidence ?? DEFAULT_CONFIDENCE }],
      isReversible: false,
      definition: httpMapDefinition(map),
    }));
  }

  /** If the service names it, null until `learnRelease` or, for a release in a header, the first answer. */
  get release(): string | null {
    return this.currentRelease;
  }

  /**
   * Asks the service for its release, so that answers of earlier sessions can be served before this process has
   * received its first answer. Does nothing if `release` has no `url`.
   *
   * @throws ResourceRequestError there was no answer, or it names no release
   * @throws the signal's reason
   */
  async learnRelease(signal: AbortSignal = new AbortController().signal): Promise<void> {
    const source = this.releaseSource;
    const [service] = this.services.values();
    if (source?.url === undefined || service === undefined) return;
    const asJson = { ...service, request: { ...service.request, format: "json" as const } };
    const exchange = exchangeOf(asJson, signal, (headers) => void this.noteRelease(headers));
    const answer = await exchange.ask({ method: "GET", url: source.url });
    if ("json" in source) {
      const release = exchange.read(answer, () => valueAt(parseJson(answer.text), source.json));
      if (isRelease(release)) this.currentRelease = String(release);
    }
    if (this.currentRelease === null) throw exchange.failure(`${answer.shown}: the answer names no release`);
  }

  /** Reports failures by identifier, and does not reject because of them; an abort rejects. */
  async lookUp({ map, rank, direction, identifiers, signal }: LookUpRequest): Promise<LookUpResult> {
    const service = this.services.get(map);
    if (service === undefined || rank !== 0 || direction !== "forward")
      throw new RangeError(
        `${this.name} has no rank ${String(rank)} of a map ${map} that is read ${direction}`,
      );
    signal.throwIfAborted();
    const { request, sourceType } = service;
    const size = placeholderOf(request) === "ids" ? (request.batchSize ?? DEFAULT_BATCH_SIZE) : 1;
    const own = new AbortController();
    // Every request that waits for its turn adds a listener.
    setMaxListeners(0, own.signal);
    const onAbort = (): void => own.abort(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      const batches = batchesOf(identifiers, size, sourceType).map((batch) =>
        askBatch(service, batch, own.signal, (headers) => this.noteRelease(headers)),
      );
      return united(await Promise.all(batches));
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  private noteRelease(headers: Headers): string | undefined {
    const source = this.releaseSource;
    const release = source !== null && "header" in source ? headers.get(source.header)?.trim() : undefined;
    if (!release) return undefined;
    this.currentRelease = release;
    return release;
  }
}

/** Some services write a version or a year as a number. */
function isRelease(value: unknown): value is string | number {
  return (typeof value === "string" && value.trim() !== "" && isStorable(value)) || Number.isFinite(value);
}

function throwIfSenseless(name: string, { name: map, request, select }: HttpMap): void {
  const [problem] = [...checkRequest(request), ...checkSelect(select, request)];
  if (problem !== undefined) throw new RangeError(`${name}.${map}: ${problem.key} ${problem.message}`);
}

function united(batches: readonly BatchResult[]): LookUpResult {
  const hits = new Map<string, readonly LookUpHit[]>();
  const failed = new Map<string, Error>();
  for (const batch of batches) {
    for (const [identifier, found] of batch.hits) hits.set(identifier, found);
    for (const [identifier, error] of batch.failed) failed.set(identifier, error);
  }
  const attempts = Math.max(0, ...batches.map((it) => it.attempts));
  return { hits, withdrawn: new Set(), failed, attempts };
}
