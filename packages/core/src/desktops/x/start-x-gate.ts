import { chmod } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import type { Logger } from "pino";

import { createRequestFilter, type ExtensionOpcodes } from "./request-filter.ts";

/** Xvnc serves 256 clients; the other half is for the recorder and the clipboard, which must always find room. */
const MAX_CLIENTS = 128;

export interface XGateOptions {
  /** Socket on which programs of the desktop find their display. */
  readonly socket: string;
  /** The display's own socket. */
  readonly displaySocket: string;
  readonly opcodes: ExtensionOpcodes;
}

/**
 * The door of the sandboxed programs to the display. Everything they draw passes unchanged; what would blind the recorder does not
 * (see request-filter). The recorder and the clipboard service use the display's own socket, which is not in the sandbox.
 */
export async function startXGate(deps: { readonly log: Logger }, options: XGateOptions): Promise<AsyncDisposable> {
  const clients = new Set<Socket>();

  function serve(client: Socket): void {
    const display = connect({ path: options.displaySocket });
    const filter = createRequestFilter(options.opcodes);
    const end = (): void => {
      client.destroy();
      display.destroy();
      clients.delete(client);
    };
    for (const socket of [client, display]) {
      socket.on("error", (cause) => deps.log.debug({ err: cause }, "X connection broke"));
      socket.once("close", end);
    }
    clients.add(client);
    client.on("data", (chunk: Buffer) => {
      try {
        const allowed = filter.push(chunk);
        if (allowed.length === 0 || display.write(allowed)) return;
        client.pause();
        display.once("drain", () => client.resume());
      } catch (cause) {
        deps.log.warn({ err: cause }, "X client cut off");
        end();
      }
    });
    display.pipe(client);
  }

  const server = createServer((client) => {
    if (clients.size >= MAX_CLIENTS) client.destroy();
    else serve(client);
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(options.socket, resolve));
  // The applications may have a user id of their own; who may come here at all is decided by the sandbox and the cookie.
  await chmod(options.socket, 0o777);
  return {
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const client of clients) client.destroy();
      await closed;
    },
  };
}
