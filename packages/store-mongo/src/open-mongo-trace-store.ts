import { isWaymarkError, redactUrl, StoreOpenError, type TraceStore } from "@waymark/trace-core";
import { MongoClient, type Db, type MongoClientOptions } from "mongodb";

import { MongoSessionManager, type MongoSessionManagerOptions } from "./mongo-session-manager.js";
import { MongoTraceStore } from "./mongo-trace-store.js";
import { setUp } from "./set-up.js";
import { traceDatabase } from "./trace-database.js";
import { describeFailure } from "./translate-error.js";

interface SharedOptions extends MongoSessionManagerOptions {
  /**
   * Whether opening may create collections and indexes: `auto` creates what is missing; `check` changes nothing, and
   * throws `SchemaVersionError` if the database is not up to date. Default `auto`.
   */
  readonly migrate?: "auto" | "check";
}

export interface OpenByUrlOptions extends SharedOptions {
  /** `mongodb://…` or `mongodb+srv://…`, with the settings for TLS, replica set and pool. */
  readonly url: string;
  /** Default: the one in the URL, else `waymark`. */
  readonly databaseName?: string;
  /** Maximum time to find a server, in ms. Default: that of the URL, else 10,000. */
  readonly connectTimeoutMs?: number;
  /** Further options for the driver, which the URL does not set. */
  readonly clientOptions?: MongoClientOptions;
}

export interface OpenOnClientOptions extends SharedOptions {
  /** The caller remains responsible for closing it. */
  readonly client: MongoClient;
  readonly databaseName: string;
}

/** A store with its own client, which `close()` also closes. */
export interface OwnedMongoTraceStore extends TraceStore {
  readonly ownsConnection: true;
}

/** A store on a client that the caller opened, and must close. */
export interface BorrowedMongoTraceStore extends TraceStore {
  readonly ownsConnection: false;
}

const DEFAULT_DATABASE = "waymark";
/** How long a command waits for a connection of the pool by default, in ms. */
const WAIT_TIMEOUT_MS = 60_000;

/**
 * Opens a trace store and, by default, brings its collections and indexes up to date.
 *
 * @throws StoreOpenError no server answers, it refuses the login, is too old, or has no transactions
 * @throws SchemaVersionError the database is newer than this program, or older and `migrate` is `check`
 */
export function openMongoTraceStore(options: OpenByUrlOptions): Promise<OwnedMongoTraceStore>;
export function openMongoTraceStore(options: OpenOnClientOptions): Promise<BorrowedMongoTraceStore>;
export async function openMongoTraceStore(
  options: OpenByUrlOptions | OpenOnClientOptions,
): Promise<OwnedMongoTraceStore | BorrowedMongoTraceStore> {
  const isOwned = "url" in options;
  const shown = isOwned ? redactUrl(options.url) : options.databaseName;
  let client: MongoClient | undefined;
  try {
    client = isOwned ? newClient(options) : options.client;
    const name = isOwned ? (options.databaseName ?? databaseOf(client, options.url)) : options.databaseName;
    const db = traceDatabase(client, name);
    await checkServer(db);
    await setUp(db, options.migrate ?? "auto");
    const sessions = new MongoSessionManager(client, name, options);
    return isOwned ? new OwnedStore(sessions, client) : new BorrowedStore(sessions);
  } catch (error) {
    if (isOwned) await client?.close();
    if (isWaymarkError(error)) throw error;
    const { summary, cause } = describeFailure(error);
    throw new StoreOpenError(`Cannot open the trace store ${shown}: ${summary}`, { store: shown }, cause);
  }
}

function newClient({ url, connectTimeoutMs, clientOptions }: OpenByUrlOptions): MongoClient {
  // Set only if the URL does not, since options would override it.
  const isInUrl = /[?&](serverSelectionTimeoutMS|connectTimeoutMS)=/i.test(url);
  const waits = /[?&]waitQueueTimeoutMS=/i.test(url);
  const timeoutMs = connectTimeoutMs ?? (isInUrl ? undefined : 10_000);
  return new MongoClient(url, {
    appName: "waymark",
    ...(timeoutMs !== undefined && { serverSelectionTimeoutMS: timeoutMs, connectTimeoutMS: timeoutMs }),
    // The driver would wait without end for a connection of the pool.
    ...(!waits && { waitQueueTimeoutMS: WAIT_TIMEOUT_MS }),
    // Absent values are null in every record. An undefined field is a mistake, which must not be lost silently.
    ignoreUndefined: false,
    ...clientOptions,
  });
}

/** The database that the URL names. The driver would say `test` where it names none, as it does where it names that. */
function databaseOf(client: MongoClient, url: string): string {
  return NAMES_DATABASE.test(url) ? client.db().databaseName : DEFAULT_DATABASE;
}

/** What comes before the database, hosts and login, has no slash of its own. */
const NAMES_DATABASE = /^[^:]+:\/\/[^/]+\/[^?]/;

/**
 * A standalone server has no transactions: readers could see part of a batch, and a failure could lose the rest. The
 * members of a replica set that are not its primary take none.
 */
async function checkServer(db: Db): Promise<void> {
  const hello = await db.admin().command({ hello: 1 });
  if (hello.setName !== undefined && hello.isWritablePrimary === false) {
    throw new StoreOpenError(
      "The server is not the primary of its replica set. Connect without `directConnection`, so that the primary is found",
    );
  }
  if (hello.setName !== undefined || hello.msg === "isdbgrid") return;
  throw new StoreOpenError(
    "The server is a standalone server and has no transactions. Turn it into a replica set of one: start it with " +
      "`mongod --replSet rs0`, then run `mongosh --eval 'rs.initiate()'` once",
  );
}

class BorrowedStore extends MongoTraceStore implements BorrowedMongoTraceStore {
  readonly ownsConnection = false;
}

class OwnedStore extends MongoTraceStore implements OwnedMongoTraceStore {
  readonly ownsConnection = true;
  private closing: Promise<void> | undefined;

  constructor(
    sessions: MongoSessionManager,
    private readonly client: MongoClient,
  ) {
    super(sessions);
  }

  override async close(): Promise<void> {
    this.closing ??= super.close().then(() => this.client.close());
    await this.closing;
  }
}
