import type { OutcomeLoss, TraceStore } from "@waymark/trace-core";

import { toldVersions, type ResourceVersion } from "../shared/resource-versions.js";
import type { ExplainedLoss } from "./explanation.js";

/** Maximum number of sessions whose resource releases are looked up. */
const MAX_RELEASES = 20;

/** The releases of resources as recorded by sessions. */
export class SessionVersions {
  private constructor(
    private readonly versions: ReadonlyMap<
      string,
      ReadonlyMap<string, readonly ResourceVersion[]> | undefined
    >,
  ) {}

  /** @param sessionIds may contain duplicates; only the first ones are read */
  static async read(store: TraceStore, sessionIds: readonly string[]): Promise<SessionVersions> {
    const asked = [...new Set(sessionIds)].slice(0, MAX_RELEASES);
    const found = await Promise.all(
      asked.map(async (id) => {
        const session = await store.getSession(id);
        return [id, session && (await toldVersions(store, session))] as const;
      }),
    );
    return new SessionVersions(new Map(found));
  }

  /**
   * Adds to each loss the release that its resource had in the session that found it; null if it had several there,
   * since nothing shows which one answered.
   */
  explain(losses: readonly OutcomeLoss[], sessionId: string): ExplainedLoss[] {
    const versions = this.versions.get(sessionId);
    return losses.map((it) => {
      const [told, ...others] = versions?.get(it.resource) ?? [];
      return { ...it, release: others.length > 0 ? null : (told?.release ?? null) };
    });
  }
}
