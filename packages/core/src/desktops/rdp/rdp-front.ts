import { connect, type Socket } from "node:net";
import type { Clock } from "@lucid/foundation";
import type { Logger } from "pino";
import type { AttemptLimiter } from "../attempt-limiter.ts";

/** Connections that have not shown the password yet. More than this is nobody's ordinary use; one stranger cannot take all. */
const MAX_WAITING = 64;
const MAX_WAITING_OF_ONE_ADDRESS = 8;
/** Time for the password, also when it is typed into the login form. */
const PASSWORD_MS = 120_000;

/**
 * Takes RDP connections from outside and hands their bytes to xrdp's private socket, so that addresses are known, strangers can be
 * turned away, and the port stays ours while xrdp is started again.
 */
export interface RdpFront {
  accept(socket: Socket): void;
  /** Address of the client that is most likely showing its password now: the longest waiting one. */
  waitingAddress(): string;
  /** The longest waiting client has shown the password. */
  admit(): void;
  /** Turns every waiting client away. */
  refuseWaiting(): void;
  close(): void;
}

export function createRdpFront(
  deps: { readonly clock: Clock; readonly log: Logger; readonly limiter: AttemptLimiter },
  options: { readonly xrdpSocket: string },
): RdpFront {
  const waiting = new Map<Socket, Disposable>();
  const all = new Set<Socket>();

  function forget(socket: Socket): void {
    waiting.get(socket)?.[Symbol.dispose]();
    waiting.delete(socket);
  }
  function isCrowded(address: string | undefined): boolean {
    const ofAddress = [...waiting.keys()].filter(({ remoteAddress }) => remoteAddress === address);
    return waiting.size >= MAX_WAITING || ofAddress.length >= MAX_WAITING_OF_ONE_ADDRESS;
  }
  function follow(socket: Socket): void {
    all.add(socket);
    socket.once("close", () => all.delete(socket));
    socket.on("error", (cause) => deps.log.debug({ err: cause }, "RDP connection broke"));
  }

  return {
    accept(socket) {
      if (deps.limiter.isLocked() || isCrowded(socket.remoteAddress)) {
        socket.destroy();
        return;
      }
      follow(socket);
      const xrdp = connect({ path: options.xrdpSocket });
      follow(xrdp);
      waiting.set(
        socket,
        deps.clock.after(PASSWORD_MS, () => socket.destroy()),
      );
      socket.pipe(xrdp);
      xrdp.pipe(socket);
      socket.once("close", () => {
        forget(socket);
        xrdp.destroy();
      });
      xrdp.once("close", () => socket.destroySoon());
    },
    waitingAddress: () => [...waiting.keys()][0]?.remoteAddress ?? "unknown",
    admit() {
      const [first] = waiting.keys();
      if (first) forget(first);
    },
    refuseWaiting() {
      for (const socket of [...waiting.keys()]) socket.destroy();
    },
    close() {
      for (const socket of all) socket.destroy();
    },
  };
}
