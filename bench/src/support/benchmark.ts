import type { MongoServer } from "../servers/mongo.js";
import type { PostgresServer } from "../servers/postgres.js";

/** The tools of one benchmark. */
export interface BenchContext {
  /** Number of rounds that count; a warm-up precedes them. */
  readonly rounds: number;
  /** The size multiplied by `--scale`; at least `least` (default 1). */
  scaled(size: number, least?: number): number;
  /** Prints one line of progress. */
  readonly tell: (text: string) => void;
  /** The run's server, started on first use. */
  postgres(): Promise<PostgresServer>;
  /** The run's server, started on first use; undefined if there is none. */
  mongo(): Promise<MongoServer | undefined>;
  /** Something that several benchmarks of a run share: created once, disposed of when the run ends. */
  shared<T extends Disposable>(name: string, make: () => Promise<T>): Promise<T>;
}

export interface Disposable {
  dispose(): Promise<void>;
}

/** The result of one round. */
export interface Round {
  readonly ours: number;
  readonly reference: number;
  /** The value that is compared with the target. */
  readonly ratio: number;
}

export interface Measured {
  readonly rounds: readonly Round[];
  /** Further facts worth knowing, one sentence each. */
  readonly notes?: readonly string[];
  /** Points of a curve: size of the store, and speed. */
  readonly series?: readonly (readonly [size: number, value: number])[];
}

export interface Skipped {
  /** The reason. */
  readonly skipped: string;
}

export interface Benchmark {
  readonly name: string;
  /** What is compared with what, as a sentence. */
  readonly measure: string;
  /** Unit of `ours` and `reference`. */
  readonly unit: string;
  /** The smallest acceptable ratio; null if it is only reported. */
  readonly target: number | null;
  /** Number of rounds that count, unless `--rounds` is given. */
  readonly rounds: number;
  /** Takes long, so it only runs when it is named. Default false. */
  readonly isGrowth?: boolean;
  run(context: BenchContext): Promise<Measured | Skipped>;
}
