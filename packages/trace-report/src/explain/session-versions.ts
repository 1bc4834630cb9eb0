import type { OutcomeLoss, TraceStore } from "@waymark/trace-core";

import { resourceVersions, type ResourceVersion } from "../shared/resource-versions.js";
import type { ExplainedLoss } from "./explanation.js";

/** Sessions whose tables' releases are looked up for where branches ended. */
const MAX_RELEASES = 20;

/** The releases of resources as sessions knew them. */
export class SessionVersions {
  private constructor(
    private readonly versions: ReadonlyMap<string, ReadonlyMap<string, ResourceVersion> | undefined>,
  ) {}

  /** @param sessionIds may repeat; of very many, the first are read */
  static async read(store: TraceStore, sessionIds: readonly string[]): Promise<SessionVersions> {
    const asked = [...new Set(sessionIds)].slice(0, MAX_RELEASES);
    const found = await Promise.all(
      asked.map(async (id) => {
        const session = await store.getSession(id);
        return [id, session && (await resourceVersions(store, session))] as const;
      }),
    );
    return new SessionVersions(new Map(found));
  }

  /** Where branches ended, each with the release that its resource had in the session that found it out. */
  explain(losses: readonly OutcomeLoss[], sessionId: string): ExplainedLoss[] {
    const versions = this.versions.get(sessionId);
    return losses.map((it) => ({ ...it, release: versions?.get(it.resource)?.release ?? null }));
  }
}
