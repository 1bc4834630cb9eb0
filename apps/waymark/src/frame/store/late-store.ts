import {
  SessionNotFoundError,
  type MappingSession,
  type TraceBatch,
  type TraceStore,
} from "@waymark/trace-core";

/**
 * A store that is only created by the first batch written to it, and only if an empty store would accept that batch: if
 * the work fails before, nothing is left behind.
 */
export class LateStore implements Pick<TraceStore, "write" | "getSession" | "reopenSession"> {
  private store: TraceStore | null = null;

  /** @param open creates the store, which is closed together with this one */
  constructor(private readonly open: () => Promise<TraceStore>) {}

  async write(batch: TraceBatch): Promise<void> {
    this.store ??= await this.made(batch);
    await this.store.write(batch);
  }

  async getSession(id: string): Promise<MappingSession | undefined> {
    return this.store?.getSession(id);
  }

  async reopenSession(...args: Parameters<TraceStore["reopenSession"]>): Promise<MappingSession> {
    if (this.store === null) throw new SessionNotFoundError(args[0]);
    return this.store.reopenSession(...args);
  }

  async close(): Promise<void> {
    await this.store?.close();
  }

  /** @throws the errors of an in-memory store that is given the batch */
  private async made(batch: TraceBatch): Promise<TraceStore> {
    const { InMemoryTraceStore } = await import("@waymark/trace-core/in-memory");
    await new InMemoryTraceStore().write(batch);
    return this.open();
  }
}
