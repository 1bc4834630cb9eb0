import { randomBytes } from "node:crypto";

import { MongoClient } from "mongodb";
import { inject } from "vitest";

export interface FreshMongo {
  /** URL of the new, empty database. */
  readonly url: string;
  readonly name: string;
  drop(): Promise<void>;
}

/** An empty database on the server of the test run. */
export function freshMongo(): FreshMongo {
  const name = `waymark_test_${randomBytes(6).toString("hex")}`;
  const server = new URL(inject("mongoUrl"));
  server.pathname = `/${name}`;
  return {
    url: server.href,
    name,
    drop: async () => {
      const client = new MongoClient(server.href);
      try {
        await client.db(name).dropDatabase();
      } finally {
        await client.close();
      }
    },
  };
}
