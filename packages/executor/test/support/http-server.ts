import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { onTestFinished } from "vitest";

/** A request that was received. */
export interface ServedRequest {
  readonly method: string;
  /** With its query, as sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface ServedAnswer {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string or bytes are sent as they are, anything else as JSON. Default nothing. */
  readonly body?: unknown;
}

/** `stall` never answers; `close` closes the connection before answering, `cut` in the middle of the answer. */
export type Served = ServedAnswer | "stall" | "close" | "cut";

export interface TestServer {
  readonly url: string;
  readonly requests: ServedRequest[];
}

/** A local service that gives the specified answers, closed after the test. */
export async function testServer(
  answer: (request: ServedRequest, index: number) => Served | Promise<Served>,
): Promise<TestServer> {
  const requests: ServedRequest[] = [];
  const server = createServer((incoming, response) => {
    void (async () => {
      const request = await received(incoming);
      requests.push(request);
      reply(response, await answer(request, requests.length - 1));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

async function received(incoming: IncomingMessage): Promise<ServedRequest> {
  let body = "";
  for await (const chunk of incoming.setEncoding("utf8")) body += String(chunk);
  const { method = "", url: path = "", headers } = incoming;
  return { method, path, query: new URL(path, "http://host").searchParams, headers, body };
}

function reply(response: ServerResponse, answer: Served): void {
  if (answer === "stall") return;
  if (answer === "close") {
    response.destroy();
    return;
  }
  if (answer === "cut") {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('[{"id": "a", ', () => response.destroy());
    return;
  }
  const { status = 200, headers = {}, body = "" } = answer;
  const isText = typeof body === "string" || body instanceof Buffer;
  response.writeHead(status, { "content-type": isText ? "text/plain" : "application/json", ...headers });
  response.end(isText ? body : JSON.stringify(body));
}
