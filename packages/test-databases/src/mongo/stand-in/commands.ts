import type { Document } from "bson";
import { Aggregator } from "mingo";

import { applyUpdate } from "./apply-update.js";
import { CommandError } from "./command-error.js";
import { findDocuments, sortDocuments } from "./find-documents.js";
import type { Storage, Transaction } from "./storage.js";

/** A command that reads or writes documents, in a transaction. */
export type DataCommand = (storage: Storage, command: Document, transaction: Transaction) => Document;

/** The result of a reading command, for which the server opens a cursor. */
export interface Found extends Document {
  readonly namespace: string;
  readonly found: Document[];
}

export const dataCommands: Readonly<Record<string, DataCommand>> = {
  find(storage, command, transaction) {
    const namespace = namespaceOf(command, "find");
    let found = findDocuments(storage, namespace, (command.filter ?? {}) as Document, transaction);
    if (command.sort) found = sortDocuments(found, command.sort as Record<string, number>);
    if (command.limit) found = found.slice(0, Math.abs(Number(command.limit)));
    if (command.projection) found = found.map((it) => project(it, command.projection as Document));
    return { namespace, found } satisfies Found;
  },

  aggregate(storage, command, transaction) {
    const namespace = namespaceOf(command, "aggregate");
    const [first, ...rest] = command.pipeline as Document[];
    const isMatch = first?.$match !== undefined;
    const matched = findDocuments(storage, namespace, (isMatch ? first.$match : {}) as Document, transaction);
    const pipeline = isMatch || first === undefined ? rest : [first, ...rest];
    return {
      namespace,
      found: new Aggregator(pipeline).run<Document>(matched as never),
    } satisfies Found;
  },

  insert(storage, command, transaction) {
    return writeAll(command.documents as Document[], (document) => {
      insert(storage, namespaceOf(command, "insert"), document, transaction);
      return { n: 1 };
    });
  },

  update(storage, command, transaction) {
    const namespace = namespaceOf(command, "update");
    return writeAll(command.updates as Document[], ({ q, u, upsert, multi }, index) => {
      const filter = q as Document;
      const found = findDocuments(storage, namespace, filter, transaction).slice(0, multi ? undefined : 1);
      let nModified = 0;
      for (const before of found) {
        const after = applyUpdate(before, filter, u as Document);
        if (after === before) continue;
        storage.write(namespace, before._id as string, after, transaction);
        nModified += 1;
      }
      if (found.length > 0 || !upsert) return { n: found.length, nModified };
      const document = applyUpdate(null, filter, u as Document);
      insert(storage, namespace, document, transaction);
      return { n: 1, nModified: 0, upserted: { index, _id: document._id as unknown } };
    });
  },

  delete(storage, command, transaction) {
    const namespace = namespaceOf(command, "delete");
    return writeAll(command.deletes as Document[], ({ q, limit }) => {
      const found = findDocuments(storage, namespace, q as Document, transaction);
      const going = limit === 1 ? found.slice(0, 1) : found;
      for (const it of going) storage.write(namespace, it._id as string, null, transaction);
      return { n: going.length };
    });
  },
};

export function namespaceOf(command: Document, name: string): string {
  return `${command.$db as string}.${command[name] as string}`;
}

function insert(storage: Storage, namespace: string, document: Document, transaction: Transaction): void {
  const id = document._id as string;
  if (storage.read(namespace, id, transaction) !== null) {
    throw new CommandError(11000, `E11000 duplicate key error collection: ${namespace} index: _id_ dup key`);
  }
  storage.write(namespace, id, document, transaction);
}

/** Writes each item separately: duplicate keys are reported with their index, a conflict fails the whole command. */
function writeAll(
  items: readonly Document[],
  write: (item: Document, index: number) => { n: number; nModified?: number; upserted?: Document },
): Document {
  const reply: Document & { writeErrors?: Document[]; upserted?: Document[] } = { n: 0 };
  items.forEach((item, index) => {
    try {
      const { n, nModified, upserted } = write(item, index);
      reply.n = Number(reply.n) + n;
      if (nModified !== undefined) reply.nModified = Number(reply.nModified ?? 0) + nModified;
      if (upserted !== undefined) (reply.upserted ??= []).push(upserted);
    } catch (error) {
      if (!(error instanceof CommandError) || error.code !== 11000) throw error;
      (reply.writeErrors ??= []).push({ index, code: error.code, errmsg: error.message });
    }
  });
  return reply;
}

/** Supports only inclusion, which is all that the adapter uses. */
function project(document: Document, projection: Document): Document {
  const fields = Object.keys(projection).filter((it) => projection[it] === 1 || projection[it] === true);
  return Object.fromEntries(["_id", ...fields].map((it) => [it, document[it] as unknown]));
}
