type Decoder = InstanceType<typeof TextDecoder>;

/** An answer came, and is no text that can be taken. */
export class AnswerTextError extends Error {
  override readonly name = "AnswerTextError";
}

/**
 * The text of an answer, unpacked, in the charset that it says it has or else UTF-8.
 *
 * @throws AnswerTextError it is too long, or not of its charset
 * @throws Error the connection ends before the answer does
 */
export async function readText(response: Response, maxBytes: number): Promise<string> {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(response.headers.get("content-type") ?? "")?.[1];
  const decoder = decoderFor(charset ?? "utf-8");
  if (decoder === undefined) {
    // An answer that nobody reads keeps its connection.
    await response.body?.cancel();
    throw new AnswerTextError("the answer is in an unknown charset");
  }
  let bytes = 0;
  let text = "";
  // Where a program brings the types of the DOM, these know nothing of going through a stream.
  const chunks: unknown = response.body ?? [];
  for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    // To leave the loop is to close the connection.
    if (bytes > maxBytes) throw new AnswerTextError(`the answer is longer than ${maxBytes} bytes`);
    text += decode(decoder, chunk);
  }
  return text + decode(decoder);
}

function decoderFor(charset: string): Decoder | undefined {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    return undefined;
  }
}

/** @param chunk none at the end */
function decode(decoder: Decoder, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw new AnswerTextError(`the answer is not ${decoder.encoding}`);
  }
}
