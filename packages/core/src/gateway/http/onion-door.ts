import { once } from "node:events";
import { chmod, rm } from "node:fs/promises";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import { readCircuit } from "./read-circuit.ts";

/** A door for what comes through an onion service. Only tor of this node can reach it. */
export interface OnionDoorOptions {
  /** Path of the socket, in a folder that is closed to others. */
  readonly socket: string;
  /** The address of the service, which alone may stand in `Host`; undefined while there is none. */
  readonly host: () => string | undefined;
}

export interface OnionCaller {
  /** Which one of the callers: behind Tor all have the same address. */
  readonly circuit: string;
  readonly host: () => string | undefined;
}

/** Who came in by an onion service. */
export interface OnionCallers {
  of(socket: object): OnionCaller | undefined;
  /**
   * Opens the door. `server` is a listener that nobody listens with yet: what it does with a connection happens once the circuit of it
   * is known.
   */
  open(server: Server, options: OnionDoorOptions): Promise<AsyncDisposable>;
}

/** Answers under way may finish for so long when the door closes. */
const GRACE_MS = 500;

export function createOnionCallers(after: (ms: number, then: () => void) => Disposable, headersMs: number): OnionCallers {
  const callers = new WeakMap<object, OnionCaller>();

  return {
    of: (socket) => callers.get(socket),
    async open(server, { socket: path, host }) {
      const arriving = new Set<Socket>();
      const connected = server.listeners("connection") as ((socket: Socket) => void)[];
      server.removeAllListeners("connection");
      server.on("connection", (socket: Socket) => {
        arriving.add(socket);
        const late = after(headersMs, () => socket.destroy());
        const forget = (): void => {
          arriving.delete(socket);
          late[Symbol.dispose]();
        };
        socket.once("close", forget);
        // What breaks before anybody listens to it is gone, which `close` tells.
        const ignore = (): void => undefined;
        socket.on("error", ignore);
        readCircuit(socket, (circuit) => {
          forget();
          socket.off("error", ignore);
          callers.set(socket, { circuit, host });
          for (const listener of connected) listener.call(server, socket);
        });
      });
      await rm(path, { force: true });
      server.listen(path);
      await once(server, "listening");
      await chmod(path, 0o600);
      return {
        async [Symbol.asyncDispose]() {
          const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
          for (const socket of arriving) socket.destroy();
          using _ = after(GRACE_MS, () => server.closeAllConnections());
          await closed;
        },
      };
    },
  };
}

/** Whether a `Host` header names an onion service, with or without its port. */
export const namesOnion = ({ host }: OnionCaller, header: string | undefined): boolean => {
  const address = host();
  return address !== undefined && [address, `${address}:80`].includes(header?.toLowerCase() ?? "");
};
