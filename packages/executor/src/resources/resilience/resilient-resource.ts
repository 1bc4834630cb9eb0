import type {
  LookUpHit,
  LookUpRequest,
  LookUpResult,
  MappingVeto,
  Resource,
  ResourceMap,
} from "../../resource.js";
import type { ResourceAbout } from "../../resource-about.js";
import { checkedResult } from "../checked-result.js";
import { isTransient } from "./is-transient.js";
import { RequestPolicy } from "./request-policy.js";
import type { ResilienceClock } from "./resilience-clock.js";
import type { ResilienceOptions } from "./resilience-options.js";

/**
 * Any resource, with limits and with retries after transient failures. What a look-up has answered is kept: only the
 * identifiers with a transient failure are asked for again.
 */
export class ResilientResource implements Resource {
  private readonly policy: RequestPolicy;

  /** Every attempt has its own time-out. */
  readonly ownsTimeouts = true;

  /** @param clock default the system's */
  constructor(
    private readonly resource: Resource & { readonly maxAgeMs?: number | undefined },
    options: ResilienceOptions = {},
    clock?: ResilienceClock,
  ) {
    this.policy = new RequestPolicy(resource.name, options, clock);
  }

  get name(): string {
    return this.resource.name;
  }

  get release(): string | null {
    return this.resource.release;
  }

  get contentHash(): string | null {
    return this.resource.contentHash;
  }

  get maps(): readonly ResourceMap[] {
    return this.resource.maps;
  }

  get about(): ResourceAbout | undefined {
    return this.resource.about;
  }

  get vetoes(): readonly MappingVeto[] {
    return this.resource.vetoes ?? [];
  }

  get maxAgeMs(): number | undefined {
    return this.resource.maxAgeMs;
  }

  currentLabel(map: string, entity: string): string | null {
    return this.resource.currentLabel?.(map, entity) ?? null;
  }

  namedBy(map: string, label: string, matchedAs: string): readonly string[] {
    return this.resource.namedBy?.(map, label, matchedAs) ?? [];
  }

  /** Reports failures by identifier, and does not reject because of them; an abort rejects. */
  async lookUp(request: LookUpRequest): Promise<LookUpResult> {
    const hits = new Map<string, readonly LookUpHit[]>();
    const withdrawn = new Set<string>();
    const failed = new Map<string, Error>();
    let open = request.identifiers;
    let innerAttempts = 0;
    const tried = await this.policy.run(async (signal) => {
      const answer = await this.resource.lookUp({ ...request, identifiers: open, signal });
      // An answer that arrives too late is dropped: the next attempt may already have begun.
      signal.throwIfAborted();
      const result = checkedResult(this, open, answer);
      innerAttempts = Math.max(innerAttempts, result.attempts);
      for (const [identifier, found] of result.hits) hits.set(identifier, found);
      for (const identifier of result.withdrawn) withdrawn.add(identifier);
      for (const [identifier, error] of result.failed) failed.set(identifier, error);
      const passing = [...result.failed].filter(([, error]) => isTransient(error));
      open = passing.map(([identifier]) => identifier);
      const [first] = passing;
      if (first !== undefined) throw first[1];
    }, request.signal);
    if (!tried.isDone) {
      for (const identifier of open) if (!failed.has(identifier)) failed.set(identifier, tried.error);
    }
    for (const identifier of [...hits.keys(), ...withdrawn]) failed.delete(identifier);
    return { hits, withdrawn, failed, attempts: Math.max(tried.attempts, innerAttempts) };
  }
}
