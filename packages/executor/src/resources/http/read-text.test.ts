import { expect, it, vi } from "vitest";

import { AnswerTextError, readText } from "./read-text.js";

it("cancels an answer that it cannot read", async () => {
  const cancel = vi.fn();
  const body = new ReadableStream<Uint8Array>({ pull: (it) => it.enqueue(new Uint8Array(8)), cancel });
  const response = new Response(body, { headers: { "content-type": "text/plain; charset=klingon" } });

  await expect(readText(response, 100)).rejects.toThrow(AnswerTextError);
  expect(cancel).toHaveBeenCalledOnce();
});
