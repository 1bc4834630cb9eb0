import { ReadConcern, ReadPreference, type Db, type MongoClient } from "mongodb";

/**
 * The database of a trace, with the options that the store relies on, whatever the client, its URL or its other users
 * prefer. A transaction reads from the primary only, and what is read outside of one (the schema's version) must be the
 * latest; records must come back with numbers as numbers, and none of their fields may be left out.
 */
export function traceDatabase(client: MongoClient, name: string): Db {
  return client.db(name, {
    readPreference: ReadPreference.primary,
    readConcern: new ReadConcern("majority"),
    writeConcern: { w: "majority" },
    ignoreUndefined: false,
    serializeFunctions: false,
    promoteValues: true,
    promoteLongs: true,
    promoteBuffers: false,
    useBigInt64: false,
    bsonRegExp: false,
    raw: false,
  });
}
