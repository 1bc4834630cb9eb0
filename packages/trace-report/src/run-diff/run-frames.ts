import { everyItem, type MappingSession, type PathStepLog, type TraceStore } from "@waymark/trace-core";

import { isKnown, type ResourceVersion } from "../shared/resource-versions.js";

/** A path as one session used it. */
export interface FramedPath {
  readonly fingerprint: string | null;
  /** The steps of its longest execution, as text. */
  readonly steps: readonly string[];
}

/** What applies to all answers of one session. */
export interface RunFrame {
  /** Undefined if the session is no longer in the trace. */
  readonly session: MappingSession | undefined;
  /** By resource, of all that the session lists or used. */
  readonly versions: ReadonlyMap<string, ResourceVersion>;
  /** By path id, of all paths that something was sent along. */
  readonly paths: ReadonlyMap<string, FramedPath>;
}

/** Maximum number of frames kept; the least recently used one is dropped first. */
const MAX_FRAMES = 256;

/** Maximum number of paths, and of resources, recorded of one session. */
const MAX_NAMES = 10_000;

/** The frames of the compared sessions, and of the sessions whose answers these took from the cache. */
export class RunFrames {
  private readonly frames = new Map<string, Promise<RunFrame>>();

  constructor(private readonly store: TraceStore) {}

  get(sessionId: string): Promise<RunFrame> {
    const frame = this.frames.get(sessionId) ?? readFrame(this.store, sessionId);
    this.frames.delete(sessionId);
    this.frames.set(sessionId, frame);
    const [oldest] = this.frames.keys();
    if (this.frames.size > MAX_FRAMES && oldest !== undefined) this.frames.delete(oldest);
    return frame;
  }
}

async function readFrame(store: TraceStore, sessionId: string): Promise<RunFrame> {
  const session = await store.getSession(sessionId);
  const versions = new Map<string, ResourceVersion>();
  for (const { name, release, contentHash } of session?.resources ?? [])
    versions.set(name, { release, contentHash });
  const paths = new Map<string, { fingerprint: string | null; steps: readonly string[] }>();
  for await (const it of everyItem((query) => store.listPathExecutions(query), { sessionId })) {
    const known = paths.get(it.pathId);
    if (known === undefined && paths.size < MAX_NAMES)
      paths.set(it.pathId, { fingerprint: it.pathFingerprint, steps: it.steps.map(textOf) });
    else if (known !== undefined && it.steps.length > known.steps.length) known.steps = it.steps.map(textOf);
    for (const { resource, release, contentHash } of it.steps) {
      const known = versions.get(resource);
      // A service reports its release with its answers.
      if (known === undefined ? versions.size < MAX_NAMES : !isKnown(known))
        versions.set(resource, { release, contentHash });
    }
  }
  return { session, versions, paths };
}

function textOf({ resource, map, direction, inputType, outputType }: PathStepLog): string {
  return JSON.stringify([resource, map, direction, inputType, outputType]);
}
