import { createServer, type AddressInfo, type Server, type Socket } from "node:net";

import type { Document } from "bson";

import { CommandError } from "./command-error.js";
import { dataCommands, namespaceOf, type Found } from "./commands.js";
import { Cursors } from "./cursors.js";
import { Storage, type Transaction } from "./storage.js";
import { encodeReply, WireReader, type WireRequest } from "./wire.js";

/** How one command fails. */
export type Fault =
  | "cut-before"
  | "cut-after"
  | "unanswered"
  | { readonly code: number; readonly message: string; readonly labels?: readonly string[] };

/** Called for every command except those with which the driver monitors the server. */
export type FaultPlan = (command: string) => Fault | undefined;

export interface StandInOptions {
  /** Fields to add to the reply to `hello`, or to replace in it. */
  readonly hello?: Document;
  /** Refuses every login with the code 18. */
  readonly refusesLogins?: boolean;
  /** After this time, an open transaction is aborted, in ms. Default 60,000, as in MongoDB. */
  readonly transactionLifetimeMs?: number;
}

const NAME = "waymark-test-stand-in";
const WATCHING = new Set([
  "hello",
  "ismaster",
  "isMaster",
  "ping",
  "endSessions",
  "buildInfo",
  "killCursors",
]);

/**
 * Speaks MongoDB's wire protocol, so that tests use the driver's real network code even where no server is available.
 * It is not MongoDB: it keeps documents in memory, knows only the commands that the adapter uses, and evaluates queries
 * with mingo.
 */
export class StandInServer {
  /** Set it to make commands fail. */
  faults: FaultPlan = () => undefined;
  private readonly storage = new Storage();
  private readonly transactions = new Map<string, Transaction>();
  private readonly ended = new Map<string, "committed" | "aborted">();
  private readonly cursors = new Cursors();
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(private readonly options: StandInOptions) {
    this.server = createServer((socket) => {
      this.serve(socket);
    });
  }

  static async start(options: StandInOptions = {}): Promise<StandInServer> {
    const standIn = new StandInServer(options);
    await new Promise<void>((resolve) => standIn.server.listen(0, "127.0.0.1", resolve));
    return standIn;
  }

  get address(): string {
    return `127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** The URL of a database. */
  url(database: string): string {
    return `mongodb://${this.address}/${database}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    const reader = new WireReader();
    socket.on("data", (chunk) => {
      for (const request of reader.read(chunk)) this.answer(socket, request);
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.sockets.delete(socket));
  }

  private answer(socket: Socket, request: WireRequest): void {
    const [name = ""] = Object.keys(request.command);
    const fault = WATCHING.has(name) ? undefined : this.faults(name);
    if (fault === "cut-before") {
      socket.destroy();
      return;
    }
    const reply = this.reply(name, request.command, fault);
    if (fault === "unanswered") return;
    if (fault === "cut-after") socket.destroy();
    else if (!socket.destroyed) socket.write(encodeReply(request, reply));
  }

  private reply(name: string, command: Document, fault: Fault | undefined): Document {
    try {
      if (typeof fault === "object") throw new CommandError(fault.code, fault.message, fault.labels);
      return { ...this.run(name, command), ok: 1 };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      this.abort(command);
      const { code, message, labels } = error;
      return { ok: 0, code, errmsg: message, ...(labels.length > 0 && { errorLabels: labels }) };
    }
  }

  private run(name: string, command: Document): Document {
    switch (name) {
      case "hello":
      case "ismaster":
      case "isMaster":
        return this.hello();
      case "buildInfo":
        return { version: "0.0.0", gitVersion: NAME, modules: [NAME] };
      case "ping":
      case "endSessions":
      case "killCursors":
        return {};
      case "saslStart":
        if (this.options.refusesLogins === true) throw new CommandError(18, "Authentication failed.");
        throw new CommandError(59, "the stand-in knows no logins");
      case "getMore":
        return this.cursors.more(command);
      case "commitTransaction":
        return this.commit(command);
      case "abortTransaction":
        this.abort(command);
        return {};
      case "create":
        this.storage.collection(namespaceOf(command, "create"));
        return {};
      case "createIndexes":
        for (const { key, name: index } of command.indexes as { key: Document; name: string }[])
          this.storage.collection(namespaceOf(command, name)).addIndex(index, key);
        return {};
      case "dropIndexes":
        if (this.storage.collection(namespaceOf(command, name)).indexes.delete(command.index as string))
          return {};
        throw new CommandError(27, `index not found with name [${String(command.index)}]`);
      case "listIndexes": {
        const namespace = namespaceOf(command, name);
        const { indexes } = this.storage.collection(namespace);
        const found = [...indexes].map(([index, key]) => ({ v: 2, name: index, key }));
        return this.cursors.open(namespace, found);
      }
      case "dbStats":
        return { storageSize: this.storage.bytes(command.$db as string), indexSize: 0 };
      case "listCollections": {
        const found = this.storage
          .names(command.$db as string)
          .map((it) => ({ name: it, type: "collection" }));
        return this.cursors.open(`${command.$db as string}.$cmd.listCollections`, found);
      }
      case "dropDatabase":
        this.storage.dropDatabase(command.$db as string);
        return {};
      default:
        return this.runOnData(name, command);
    }
  }

  private runOnData(name: string, command: Document): Document {
    const run = dataCommands[name];
    if (run === undefined) throw new CommandError(59, `the stand-in does not know the command ${name}`);
    this.expire();
    const key = transactionKey(command);
    if (key === undefined) {
      const transaction = this.storage.begin();
      try {
        const reply = run(this.storage, command, transaction);
        this.storage.commit(transaction);
        return this.toReply(reply, command);
      } catch (error) {
        this.storage.release(transaction);
        throw error;
      }
    }
    if (command.startTransaction === true) this.transactions.set(key, this.storage.begin());
    const reply = run(this.storage, command, this.transaction(key));
    // As in MongoDB, a failed write ends the transaction.
    if (reply.writeErrors !== undefined) this.abort(command);
    return this.toReply(reply, command);
  }

  private toReply(reply: Document, command: Document): Document {
    if (reply.found === undefined) return reply;
    const { namespace, found } = reply as Found;
    const batchSize = Number((command.cursor as Document | undefined)?.batchSize ?? command.batchSize ?? 101);
    return this.cursors.open(namespace, found, batchSize);
  }

  private commit(command: Document): Document {
    const key = transactionKey(command) ?? "";
    // A commit may be repeated if its answer was lost.
    if (this.ended.get(key) === "committed") return {};
    this.storage.commit(this.transaction(key));
    this.transactions.delete(key);
    this.ended.set(key, "committed");
    return {};
  }

  private abort(command: Document): void {
    const key = transactionKey(command);
    if (key !== undefined) this.end(key);
  }

  private end(key: string): void {
    const transaction = this.transactions.get(key);
    if (transaction === undefined) return;
    this.storage.release(transaction);
    this.transactions.delete(key);
    this.ended.set(key, "aborted");
  }

  /** Aborts expired transactions, which clients left open when they died. */
  private expire(): void {
    const begunBefore = Date.now() - (this.options.transactionLifetimeMs ?? 60_000);
    for (const [key, { begunAt }] of this.transactions) if (begunAt < begunBefore) this.end(key);
  }

  private transaction(key: string): Transaction {
    const transaction = this.transactions.get(key);
    if (transaction !== undefined) return transaction;
    throw new CommandError(251, "the transaction is not in progress", ["TransientTransactionError"]);
  }

  private hello(): Document {
    return {
      helloOk: true,
      ismaster: true,
      isWritablePrimary: true,
      setName: NAME,
      setVersion: 1,
      hosts: [this.address],
      primary: this.address,
      me: this.address,
      maxBsonObjectSize: 16 * 1024 * 1024,
      maxMessageSizeBytes: 48_000_000,
      maxWriteBatchSize: 100_000,
      localTime: new Date(),
      logicalSessionTimeoutMinutes: 30,
      minWireVersion: 0,
      maxWireVersion: 21,
      readOnly: false,
      standIn: NAME,
      ...this.options.hello,
    };
  }
}

function transactionKey(command: Document): string | undefined {
  if (command.autocommit !== false) return undefined;
  const { id } = command.lsid as { id: { toString(encoding?: string): string } };
  return `${id.toString("hex")} ${String(command.txnNumber)}`;
}
