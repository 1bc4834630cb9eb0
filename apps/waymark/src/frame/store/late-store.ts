import {
  SessionNotFoundError,
  type MappingSession,
  type TraceBatch,
  type TraceStore,
} from "@waymark/trace-core";

/**
 * A store that is made by the first batch that is written to it, and only by one that an empty store takes: of work that fails
 * before, nothing is left.
 */
export class LateStore implements Pick<TraceStore, "write" | "getSession" | "reopenSession"> {
  private store: TraceStore | null = null;

  /** @param open makes it; the caller closes this one, and so that one */
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

  /** @throws what is wrong with the batch, as every store says it */
  private async made(batch: TraceBatch): Promise<TraceStore> {
    const { InMemoryTraceStore } = await import("@waymark/trace-core/in-memory");
    await new InMemoryTraceStore().write(batch);
    return this.open();
  }
}
