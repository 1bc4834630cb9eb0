import { accessSync, constants } from "node:fs";
import { connect } from "node:net";
import { delimiter, join } from "node:path";

import { MongoMemoryReplSet } from "mongodb-memory-server-core";

import { StandInServer } from "./stand-in/stand-in-server.js";

export interface MongoServer {
  /** URL without a database. */
  readonly url: string;
  /** Description of the server for the line that is printed. */
  readonly name: string;
  readonly isStandIn: boolean;
  stop(): Promise<void>;
}

/** The host of MongoDB's downloads, and the time limit to connect to it. */
const DOWNLOADS = { host: "fastdl.mongodb.org", port: 443 };
const CONNECT_TIMEOUT_MS = 3_000;

/** A server for the tests: the one in `MONGODB_URI`, an installed one, a downloaded one, or the stand-in. */
export async function findMongoServer(): Promise<MongoServer> {
  const { MONGODB_URI, MONGOMS_SYSTEM_BINARY } = process.env;
  if (MONGODB_URI !== undefined) {
    return {
      url: MONGODB_URI,
      name: "the server of MONGODB_URI",
      isStandIn: false,
      stop: () => Promise.resolve(),
    };
  }
  const binary = MONGOMS_SYSTEM_BINARY ?? onPath("mongod");
  if (binary !== undefined) return replicaSet(`mongod at ${binary}`, binary);
  if (await canConnect()) {
    process.env.MONGOMS_MAX_RETRIES = "0";
    try {
      return await replicaSet("a downloaded mongod");
    } catch {
      // Falls back to the stand-in; the printed line says so.
    }
  }
  const standIn = await StandInServer.start();
  return {
    url: `mongodb://${standIn.address}`,
    name: "the stand-in kept with the tests, which is not MongoDB",
    isStandIn: true,
    stop: () => standIn.stop(),
  };
}

async function replicaSet(name: string, systemBinary?: string): Promise<MongoServer> {
  const server = await MongoMemoryReplSet.create({
    replSet: { count: 1, storageEngine: "wiredTiger" },
    ...(systemBinary !== undefined && { binary: { systemBinary } }),
  });
  return {
    url: server.getUri(),
    name,
    isStandIn: false,
    stop: async () => {
      await server.stop();
    },
  };
}

function onPath(name: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

function canConnect(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(DOWNLOADS);
    const end = (isConnected: boolean) => () => {
      socket.destroy();
      resolve(isConnected);
    };
    socket.setTimeout(CONNECT_TIMEOUT_MS, end(false));
    socket.once("connect", end(true)).once("error", end(false));
  });
}
