type Decoder = InstanceType<typeof TextDecoder>;

/** An answer has arrived, but cannot be read as text. */
export class AnswerTextError extends Error {
  override readonly name = "AnswerTextError";
}

/**
 * The text of an answer, unpacked, in the charset that it declares, or else in UTF-8.
 *
 * @throws AnswerTextError it is too long, or not in its charset, or its charset is unknown
 * @throws Error the connection ends before the answer does
 */
export async function readText(response: Response, maxBytes: number): Promise<string> {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(response.headers.get("content-type") ?? "")?.[1];
  const decoder = decoderFor(charset ?? "utf-8");
  if (decoder === undefined) {
    // An answer that is not read keeps its connection open.
    await response.body?.cancel();
    throw new AnswerTextError("the answer is in an unknown charset");
  }
  let bytes = 0;
  let text = "";
  // The types of the DOM, if a program includes them, do not say that a stream can be iterated.
  const chunks: unknown = response.body ?? [];
  for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    // Leaving the loop closes the connection.
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

/** @param chunk undefined at the end */
function decode(decoder: Decoder, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw new AnswerTextError(`the answer is not ${decoder.encoding}`);
  }
}
