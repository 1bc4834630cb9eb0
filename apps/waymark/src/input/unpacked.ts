import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";

import { InputError } from "./input-error.js";

/**
 * Unpacks gzipped bytes, which it recognises by the first two; returns others unchanged.
 *
 * @param shown the input as named by the user
 * @throws InputError the gzip is damaged
 */
export async function* unpacked(
  chunks: AsyncIterable<Uint8Array>,
  shown: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  const whole = withHead(chunks);
  const { value: head } = await whole.next();
  if (head === undefined) return;
  const again = prepended(head, whole);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* again;
    return;
  }
  let failure: unknown;
  // The error is thrown when the result is read. An error of the source is kept, since it arrives there as an abort.
  const gunzip = pipeline(Readable.from(again, { objectMode: false }), createGunzip(), (error) => {
    failure = error;
  });
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (error) {
    const { code, message } = (failure ?? error) as NodeJS.ErrnoException;
    if (!code?.startsWith("Z_")) throw failure ?? error;
    throw new InputError(`${shown} is damaged gzip (${message}): get it again`, {}, error);
  }
}

/** The same bytes, with at least two in the first piece if there are that many. */
async function* withHead(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let head: Uint8Array | null = new Uint8Array();
  for await (const chunk of chunks) {
    const piece: Uint8Array = head === null ? chunk : Buffer.concat([head, chunk]);
    head = head !== null && piece.length < 2 ? piece : null;
    if (head === null) yield piece;
  }
  if (head !== null && head.length > 0) yield head;
}

async function* prepended(
  head: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield head;
  yield* rest;
}
