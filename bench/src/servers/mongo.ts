import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { MongoClient } from "mongodb";

import { freePort } from "./free-port.js";

/** A replica set: an existing one named by `MONGODB_URI`, or one that is started for this run. */
export class MongoServer {
  private readonly databases: string[] = [];

  private constructor(
    readonly url: string,
    readonly version: string,
    private readonly stopServer: (databases: readonly string[]) => Promise<void>,
  ) {}

  /** Undefined if there is neither `MONGODB_URI` nor a `mongod` on the PATH. */
  static async find(): Promise<MongoServer | undefined> {
    const given = process.env.MONGODB_URI;
    if (given !== undefined && given !== "")
      return new MongoServer(given, await versionOf(given), (databases) => dropAll(given, databases));
    const program = await onPath("mongod");
    return program === undefined ? undefined : MongoServer.start(program);
  }

  /** A unique name; the database is dropped at the end of the run at the latest. */
  databaseName(): string {
    const name = `waymark_bench_${process.pid}_${this.databases.length + 1}`;
    this.databases.push(name);
    return name;
  }

  async stop(): Promise<void> {
    await this.stopServer(this.databases);
  }

  private static async start(program: string): Promise<MongoServer> {
    const folder = await mkdtemp(join(tmpdir(), "waymark-bench-mongo-"));
    const port = await freePort();
    const flags = ["--dbpath", folder, "--port", String(port), "--bind_ip", "127.0.0.1", "--replSet", "rs0"];
    const child = spawn(program, flags, { stdio: "ignore" });
    const removeAtExit = (): void => {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    };
    process.once("exit", removeAtExit);
    const stop = async (): Promise<void> => {
      await ended(child);
      await rm(folder, { recursive: true, force: true });
      process.off("exit", removeAtExit);
    };
    try {
      const member = `127.0.0.1:${port}`;
      await initiate(member);
      const url = `mongodb://${member}/?replicaSet=rs0`;
      return new MongoServer(url, await versionOf(url), stop);
    } catch (error) {
      await stop();
      throw new Error("mongod did not start", { cause: error });
    }
  }
}

async function initiate(member: string): Promise<void> {
  const client = new MongoClient(`mongodb://${member}/?directConnection=true`, {
    serverSelectionTimeoutMS: 30_000,
  });
  try {
    await client.connect();
    const admin = client.db("admin");
    await admin.command({ replSetInitiate: { _id: "rs0", members: [{ _id: 0, host: member }] } });
    for (let tries = 0; (await admin.command({ hello: 1 })).isWritablePrimary !== true; tries++) {
      if (tries === 300) throw new Error("no primary after 30 s");
      await delay(100);
    }
  } finally {
    await client.close();
  }
}

async function dropAll(url: string, databases: readonly string[]): Promise<void> {
  const client = new MongoClient(url);
  try {
    for (const name of databases) await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
}

async function versionOf(url: string): Promise<string> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 10_000 });
  try {
    const { version } = await client.db("admin").command({ buildInfo: 1 });
    return String(version);
  } finally {
    await client.close();
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  if (child.kill("SIGTERM")) await exit;
}

async function onPath(program: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const path = join(folder, process.platform === "win32" ? `${program}.exe` : program);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (folder !== "" && isThere) return path;
  }
  return undefined;
}
