import { randomBytes } from "node:crypto";

import { MongoClient } from "mongodb";
import { inject } from "vitest";

export interface FreshMongo {
  /** URL of an empty database of its own. */
  readonly url: string;
  readonly name: string;
  drop(): Promise<void>;
}

/** An empty database on the test run's server. */
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
