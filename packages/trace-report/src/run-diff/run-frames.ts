import { everyItem, type MappingSession, type PathStepLog, type TraceStore } from "@waymark/trace-core";

import { isKnown, type ResourceVersion } from "../shared/resource-versions.js";

/** A path as one session used it. */
export interface FramedPath {
  readonly fingerprint: string | null;
  /** The steps that anybody took, as text. */
  readonly steps: readonly string[];
}

/** What holds for all answers of one session. */
export interface RunFrame {
  /** Undefined when the session is not in the trace any more. */
  readonly session: MappingSession | undefined;
  /** By resource, of those that the session lists or used. */
  readonly versions: ReadonlyMap<string, ResourceVersion>;
  /** By id, of those that something was sent along. */
  readonly paths: ReadonlyMap<string, FramedPath>;
}

/** Frames that are kept, the least recently used let go first. */
const MAX_FRAMES = 256;

/** At most this many paths, and resources, of one session are told apart. */
const MAX_NAMES = 10_000;

/** The frames of sessions: those that are compared, and those that had found answers that came from the cache. */
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
      // A service tells its release with its answers.
      if (known === undefined ? versions.size < MAX_NAMES : !isKnown(known))
        versions.set(resource, { release, contentHash });
    }
  }
  return { session, versions, paths };
}

function textOf({ resource, map, direction, inputType, outputType }: PathStepLog): string {
  return JSON.stringify([resource, map, direction, inputType, outputType]);
}
