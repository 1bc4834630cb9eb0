import type { MongoServer } from "../servers/mongo.js";
import type { PostgresServer } from "../servers/postgres.js";

/** What one benchmark works with. */
export interface BenchContext {
  /** Rounds that count; a warm-up comes before them. */
  readonly rounds: number;
  /** A size, made smaller or larger by `--scale`; at least `least` (default 1). */
  scaled(size: number, least?: number): number;
  /** One line for whoever waits. */
  readonly tell: (text: string) => void;
  /** The run's server, started when it is first asked for. */
  postgres(): Promise<PostgresServer>;
  /** The run's server, or undefined when there is none. */
  mongo(): Promise<MongoServer | undefined>;
  /** What several benchmarks of one run share: made once, disposed of when the run ends. */
  shared<T extends Disposable>(name: string, make: () => Promise<T>): Promise<T>;
}

export interface Disposable {
  dispose(): Promise<void>;
}

/** What one round gave. */
export interface Round {
  readonly ours: number;
  readonly reference: number;
  /** What is held against the target. */
  readonly ratio: number;
}

export interface Measured {
  readonly rounds: readonly Round[];
  /** What else is worth knowing, a sentence each. */
  readonly notes?: readonly string[];
  /** Points of a curve: how much was there, and how fast it went. */
  readonly series?: readonly (readonly [size: number, value: number])[];
}

export interface Skipped {
  /** Why. */
  readonly skipped: string;
}

export interface Benchmark {
  readonly name: string;
  /** What is held against what, in a sentence. */
  readonly measure: string;
  /** Of `ours` and `reference`. */
  readonly unit: string;
  /** The least ratio; null when it is reported only. */
  readonly target: number | null;
  /** How many rounds count unless `--rounds` says otherwise. */
  readonly rounds: number;
  /** Takes long, and runs only when it is named. Default false. */
  readonly isGrowth?: boolean;
  run(context: BenchContext): Promise<Measured | Skipped>;
}
