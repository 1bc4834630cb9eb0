import { deserialize, serialize, type Document } from "bson";

/**
 * MongoDB's wire protocol, as far as the driver needs it:
 * https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
 */
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER = 16;

export interface WireRequest {
  readonly requestId: number;
  /** Whether it is the handshake, which uses an older kind of message. */
  readonly isHandshake: boolean;
  readonly command: Document;
}

/** Splits incoming bytes into whole messages, and keeps the rest for the next chunk. */
export class WireReader {
  private buffered: Buffer = Buffer.alloc(0);

  read(chunk: Buffer): WireRequest[] {
    this.buffered = this.buffered.length === 0 ? chunk : Buffer.concat([this.buffered, chunk]);
    const requests: WireRequest[] = [];
    while (this.buffered.length >= HEADER && this.buffered.length >= this.buffered.readInt32LE(0)) {
      const length = this.buffered.readInt32LE(0);
      requests.push(parse(this.buffered.subarray(0, length)));
      this.buffered = this.buffered.subarray(length);
    }
    return requests;
  }
}

export function encodeReply(request: WireRequest, reply: Document): Buffer {
  const body = Buffer.from(serialize(reply, { ignoreUndefined: true }));
  const prefix = request.isHandshake ? Buffer.alloc(20) : Buffer.alloc(5);
  if (request.isHandshake) prefix.writeInt32LE(1, 16);
  const header = Buffer.alloc(HEADER);
  header.writeInt32LE(HEADER + prefix.length + body.length, 0);
  header.writeInt32LE(0, 4);
  header.writeInt32LE(request.requestId, 8);
  header.writeInt32LE(request.isHandshake ? OP_REPLY : OP_MSG, 12);
  return Buffer.concat([header, prefix, body]);
}

function parse(message: Buffer): WireRequest {
  const requestId = message.readInt32LE(4);
  const opCode = message.readInt32LE(12);
  if (opCode === OP_QUERY) {
    const nameEnd = message.indexOf(0, HEADER + 4);
    return { requestId, isHandshake: true, command: deserialize(message.subarray(nameEnd + 9)) };
  }
  if (opCode !== OP_MSG) throw new Error(`the stand-in does not know the message ${String(opCode)}`);
  return { requestId, isHandshake: false, command: parseSections(message) };
}

function parseSections(message: Buffer): Document {
  const hasChecksum = (message.readUInt32LE(HEADER) & 1) === 1;
  const end = message.length - (hasChecksum ? 4 : 0);
  let command: Document = {};
  for (let at = HEADER + 4; at < end;) {
    const kind = message[at];
    const size = message.readInt32LE(at + 1);
    const section = message.subarray(at + 1, at + 1 + size);
    if (kind === 0) command = { ...deserialize(section), ...command };
    else {
      const nameEnd = section.indexOf(0, 4);
      command[section.toString("utf8", 4, nameEnd)] = parseSequence(section.subarray(nameEnd + 1));
    }
    at += 1 + size;
  }
  return command;
}

function parseSequence(bytes: Buffer): Document[] {
  const documents: Document[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = bytes.readInt32LE(at);
    documents.push(deserialize(bytes.subarray(at, at + size)));
    at += size;
  }
  return documents;
}
