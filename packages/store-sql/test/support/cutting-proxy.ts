import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** When a connection is cut: `before` the server receives the statement, or `after` it has sent its answer. */
export type Cut = "before" | "after";

export interface CuttingProxy {
  /** The URL of the database through the proxy. */
  readonly url: string;
  /** Cuts the next `times` connections that send this text. */
  cutAt(text: string, cut: Cut, times?: number): void;
  /** Cuts open connections and refuses later ones. Idempotent. */
  close(): Promise<void>;
}

/** A proxy between a client and PostgreSQL that cuts connections as a network might. */
export async function cuttingProxy(target: string): Promise<CuttingProxy> {
  const url = new URL(target);
  const { hostname, port } = url;
  const sockets = new Set<Socket>();
  let planned: { text: string; cut: Cut; times: number } | undefined;

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    sockets.add(client).add(upstream);
    let isCutting = false;
    const destroyBoth = (): void => {
      client.destroy();
      upstream.destroy();
    };
    client.on("data", (chunk) => {
      if (planned !== undefined && planned.times > 0 && chunk.includes(planned.text)) {
        planned.times -= 1;
        if (planned.cut === "before") {
          destroyBoth();
          return;
        }
        isCutting = true;
      }
      upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      // The server answers a commit only when it is done.
      if (isCutting) destroyBoth();
      else client.write(chunk);
    });
    for (const socket of [client, upstream]) {
      socket.on("error", destroyBoth);
      socket.on("close", () => {
        sockets.delete(socket);
        destroyBoth();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url.port = String((server.address() as AddressInfo).port);

  return {
    url: url.href,
    cutAt: (text, cut, times = 1) => (planned = { text, cut, times }),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
