import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const HTML = "<!doctype html><title>Bare</title><label>Code <input></label>";

/** The least that a page with a field can be: what is slower than this is ours, the rest is the browser's. */
export async function serveBarePage(): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = createServer((_request, response) => response.setHeader("Content-Type", "text/html").end(HTML));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
