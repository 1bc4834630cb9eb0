import { MongoServer } from "../servers/mongo.js";
import { PostgresServer } from "../servers/postgres.js";
import type { BenchContext, Disposable } from "./benchmark.js";

export interface RunOptions {
  /** Null for the number that each benchmark specifies. */
  readonly rounds: number | null;
  readonly scale: number;
}

/** Shared by the benchmarks of one run; everything is started on first use. */
export class RunContext {
  private postgresServer: Promise<PostgresServer> | undefined;
  private mongoServer: Promise<MongoServer | undefined> | undefined;
  private readonly sharedThings = new Map<string, Promise<Disposable>>();
  private stopping: Promise<void> | undefined;

  constructor(private readonly options: RunOptions) {}

  /** The context of one benchmark. */
  for(name: string, ownRounds: number): BenchContext {
    return {
      rounds: this.options.rounds ?? ownRounds,
      scaled: (size, least = 1) => Math.max(least, Math.round(size * this.options.scale)),
      tell: (text) => void process.stderr.write(`${name}: ${text}\n`),
      postgres: () => (this.postgresServer ??= PostgresServer.start()),
      mongo: () => (this.mongoServer ??= MongoServer.find()),
      shared: <T extends Disposable>(key: string, make: () => Promise<T>) => {
        const thing = this.sharedThings.get(key) ?? make();
        this.sharedThings.set(key, thing);
        return thing as Promise<T>;
      },
    };
  }

  /** Versions of the servers that were used. */
  async versions(): Promise<Readonly<Record<string, string>>> {
    const postgres = await this.postgresServer;
    const mongo = await this.mongoServer;
    return {
      ...(postgres && { postgres: postgres.version }),
      ...(mongo && { mongodb: mongo.version }),
    };
  }

  /** Called at the end of the run. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.sharedThings.values()].map(async (it) => (await it).dispose()));
    await this.stopServers();
  }

  /** Stops the servers even if they are still in use. Idempotent. */
  stopServers(): Promise<void> {
    this.stopping ??= Promise.allSettled(
      [this.postgresServer, this.mongoServer].map(async (it) => (await it)?.stop()),
    ).then(() => undefined);
    return this.stopping;
  }
}
