import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";

import { POSTGRES_SETTINGS } from "../servers/postgres.js";

/** What the figures were measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly os: string;
  /** Of the programs that took part. */
  readonly versions: Readonly<Record<string, string>>;
  readonly postgresSettings: Readonly<Record<string, string>>;
  /** What sizes were multiplied by. */
  readonly scale: number;
}

export function describeMachine(servers: Readonly<Record<string, string>>, scale: number): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    os: `${platform()} ${release()} ${arch()}`,
    versions: { node: process.versions.node, ...servers },
    postgresSettings: POSTGRES_SETTINGS,
    scale,
  };
}
