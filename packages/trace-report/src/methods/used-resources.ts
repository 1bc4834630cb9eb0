import {
  compareBytes,
  everyItem,
  OVERRIDES,
  type MappingPathExecutionLog,
  type MappingSession,
  type TraceStore,
} from "@waymark/trace-core";

import { BoundedMap } from "../shared/bounded-map.js";
import { firstPages } from "../shared/first-pages.js";
import type { MethodsPath, MethodsResource } from "./methods-facts.js";

/**
 * Maximum number of pages of a session's provenance that are searched for resources that are not steps, such as
 * histories.
 */
const MAX_PROVENANCE_PAGES = 100;

/** The paths and resources that sessions used. */
export class UsedResources {
  private readonly byPath = new BoundedMap<{ path: MethodsPath; firstUse: Date; seen: number }>(1_000);
  private readonly byName = new BoundedMap<MethodsResource>(10_000);
  private executions = 0;

  constructor(private readonly store: TraceStore) {}

  async read(session: MappingSession): Promise<void> {
    const listed = new Map(session.resources.map((it) => [it.name, it]));
    const describe = (name: string, release: string | null, contentHash: string | null): void => {
      const known = listed.get(name);
      const hash = contentHash ?? (known?.release === release ? known.contentHash : null);
      this.byName.at(`${name}\0${release ?? ""}\0${hash ?? ""}`, () => ({
        name,
        title: known?.title ?? null,
        release,
        contentHash: hash,
        homepage: known?.homepage ?? null,
        license: known?.license ?? null,
        citation: known?.citation ?? null,
      }));
    };
    const { id: sessionId } = session;
    for await (const it of everyItem((query) => this.store.listPathExecutions(query), { sessionId })) {
      for (const { resource, release, contentHash } of it.steps) describe(resource, release, contentHash);
      this.notePath(it);
    }
    const steps = new Set(this.byName.values().map((it) => it.name));
    await firstPages(
      (query) => this.store.listProvenance(query),
      { sessionId },
      MAX_PROVENANCE_PAGES,
      (items) => {
        for (const { hops } of items) {
          for (const { resource, release } of hops)
            if (!steps.has(resource) && !NO_RESOURCES.has(resource)) describe(resource, release, null);
        }
        return true;
      },
    );
  }

  /** Adds a resource that only occurs in losses, as described by the session. */
  note(name: string, session: MappingSession): void {
    if (NO_RESOURCES.has(name) || this.byName.values().some((it) => it.name === name)) return;
    const listed = session.resources.find((it) => it.name === name);
    if (listed) this.byName.at(name, () => listed);
  }

  paths(): MethodsPath[] {
    return this.byPath
      .values()
      .sort((a, b) => a.firstUse.getTime() - b.firstUse.getTime() || b.seen - a.seen)
      .map(({ path }) => path);
  }

  resources(): MethodsResource[] {
    return this.byName
      .values()
      .sort((a, b) => compareBytes(a.name, b.name) || compareBytes(a.release ?? "", b.release ?? ""));
  }

  /**
   * Keeps the longest list of steps: a batch with no identifiers left skips its remaining steps. Executions come newest
   * first.
   */
  private notePath({ pathId, sourceType, targetType, steps, startedAt }: MappingPathExecutionLog): void {
    const path: MethodsPath = {
      pathId,
      sourceType,
      targetType,
      steps: steps.map(({ resource, inputType, outputType }) => ({ resource, inputType, outputType })),
    };
    const seen = this.executions++;
    const known = this.byPath.at(pathId, () => ({ path, firstUse: startedAt, seen }));
    if (known === undefined) return;
    if (startedAt <= known.firstUse) Object.assign(known, { firstUse: startedAt, seen });
    if (known.path.steps.length < path.steps.length) known.path = path;
  }
}

/** Resource names in hops that are not resources: the row of the input, and overrides. */
const NO_RESOURCES: ReadonlySet<string> = new Set(["input", OVERRIDES]);
