import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { Logger } from "pino";
import type { RfbGate } from "../rfb/rfb-gate.ts";
import type { RdpFront } from "./rdp-front.ts";

/**
 * xrdp's own way to the display: the gate, where the password that the person typed is checked. It is a port of 127.0.0.1, because
 * xrdp knows nothing else; whoever is there that xrdp did not fork for a client of the front is cut before a word is said.
 */
export async function listenForXrdp({
  gate,
  front,
  log,
  onJoined,
}: {
  readonly gate: RfbGate;
  readonly front: RdpFront;
  readonly log: Logger;
  /** A client came to the display by this process. */
  readonly onJoined: (clientId: number, pid: number) => void;
}): Promise<{ readonly port: number } & Disposable> {
  async function serve(socket: Socket): Promise<void> {
    const visitor = await front.visitorOf(socket);
    if (!visitor) {
      log.warn({ port: socket.remotePort }, "a stranger at xrdp's port was cut");
      return void socket.destroy();
    }
    const { address, admit, pid } = visitor;
    await gate.serve(socket, {
      ...{ kind: "rdp", entry: "password", viewOnly: false, address: () => address, onAccepted: admit },
      onJoined: (clientId) => onJoined(clientId, pid),
    });
  }
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on("error", (cause) => log.debug({ err: cause }, "xrdp's connection broke"));
    serve(socket).catch((cause: unknown) => {
      log.error({ err: cause }, "xrdp's connection could not be served");
      socket.destroy();
    });
  });
  server.listen({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("a TCP server without a port");
  return { port: address.port, [Symbol.dispose]: () => void server.close() };
}
