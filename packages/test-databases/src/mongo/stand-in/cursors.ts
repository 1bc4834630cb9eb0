import { calculateObjectSize, Long, type Document } from "bson";

import { CommandError } from "./command-error.js";

const MAX_REPLY_BYTES = 12 * 1024 * 1024;

/** Open cursors, with the documents that did not fit into the replies so far. */
export class Cursors {
  private readonly cursors = new Map<string, { namespace: string; rest: Document[] }>();
  private next = 1;

  /** The reply with the first documents. */
  open(namespace: string, found: Document[], batchSize = found.length): Document {
    const count = fitting(found, batchSize);
    const rest = found.slice(count);
    let id = Long.ZERO;
    if (rest.length > 0) {
      id = Long.fromNumber(this.next++);
      this.cursors.set(id.toString(), { namespace, rest });
    }
    return { cursor: { id, ns: namespace, firstBatch: found.slice(0, count) } };
  }

  /** The reply to `getMore`. */
  more(command: Document): Document {
    const id = String(command.getMore);
    const cursor = this.cursors.get(id);
    if (cursor === undefined) throw new CommandError(43, `cursor id ${id} not found`);
    const count = fitting(cursor.rest, Number(command.batchSize ?? cursor.rest.length));
    const nextBatch = cursor.rest.splice(0, count);
    if (cursor.rest.length === 0) this.cursors.delete(id);
    const left = cursor.rest.length === 0 ? Long.ZERO : Long.fromString(id);
    return { cursor: { id: left, ns: cursor.namespace, nextBatch } };
  }
}

/** How many of the documents fit into one reply. */
function fitting(documents: readonly Document[], atMost: number): number {
  let bytes = 0;
  for (let count = 0; count < documents.length && count < atMost; count++) {
    bytes += calculateObjectSize(documents[count] ?? {});
    if (bytes > MAX_REPLY_BYTES && count > 0) return count;
  }
  return Math.min(documents.length, atMost);
}
