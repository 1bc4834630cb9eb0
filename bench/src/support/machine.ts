import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";

import { POSTGRES_SETTINGS } from "../servers/postgres.js";

/** The machine and the software on which the values were measured. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly os: string;
  /** Versions of the programs involved. */
  readonly versions: Readonly<Record<string, string>>;
  readonly postgresSettings: Readonly<Record<string, string>>;
  /** The factor of all sizes. */
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
