import type { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import { createFairPool, type FairPool } from "@lucid/foundation";
import { networkOf } from "../../ground/index.ts";

/**
 * Connections held open. A client that has shown a valid token is out of the reach of strangers: it counts for its account, in room of
 * its own. 128 is what a school behind one address, or a program with many sessions, needs at once; a page opens 6.
 */
export const CONNECTIONS = {
  strangers: 1_024,
  ofNetwork: 128,
  accounts: 1_024,
  ofAccount: 128,
  /** Of the owner's reverse proxies, which carry many clients each. */
  proxies: 2_048,
  /** Through the onion service: room of its own, so that nobody there takes that of others, and a caller may have any number of circuits. */
  onion: 512,
  ofCircuit: 64,
} as const;

export interface Connections {
  /** Counts a new connection; the one that has to give way to it is cut. */
  open(socket: Socket): void;
  /** A connection counts no more: another one stands for it. */
  release(socket: Socket): void;
  /** Whoever is at the other end has shown a valid token of an account. */
  identify(socket: Socket, userId: string): void;
  /** A request has arrived, and until `work` closes its connection is not the first to give way. */
  answer(socket: Socket, work: EventEmitter): void;
  isAnswering(socket: Socket): boolean;
}

export interface ConnectionsOptions {
  readonly isProxy: (address: string) => boolean;
  /** The circuit of a connection that came through the onion service. */
  readonly circuitOf: (socket: Socket) => string | undefined;
  /** One had to give way. */
  readonly onCrowded: () => void;
  readonly limits: Readonly<Record<keyof typeof CONNECTIONS, number>>;
}

/** Sees to it that nobody can take all the connections of the listener. */
export function createConnections({ isProxy, circuitOf, onCrowded, limits }: ConnectionsOptions): Connections {
  const answering = new Map<Socket, number>();
  const isAnswering = (socket: Socket): boolean => answering.has(socket);
  const strangers = createFairPool<Socket>({ max: limits.strangers, maxOfKey: limits.ofNetwork, isBusy: isAnswering });
  const accounts = createFairPool<Socket>({ max: limits.accounts, maxOfKey: limits.ofAccount, isBusy: isAnswering });
  const onion = createFairPool<Socket>({ max: limits.onion, maxOfKey: limits.ofCircuit, isBusy: isAnswering });
  const proxies = createFairPool<Socket>({ max: limits.proxies, maxOfKey: limits.proxies, isBusy: isAnswering });

  function enter(pool: FairPool<Socket>, key: string, socket: Socket): void {
    const gone = pool.add(key, socket);
    if (!gone) return;
    onCrowded();
    gone.destroy();
  }

  function release(socket: Socket): void {
    for (const pool of [strangers, onion, accounts, proxies]) pool.remove(socket);
    answering.delete(socket);
  }

  return {
    release,
    open(socket) {
      const circuit = circuitOf(socket);
      const address = socket.remoteAddress ?? "unknown";
      if (circuit !== undefined) enter(onion, circuit, socket);
      else if (isProxy(address)) enter(proxies, address, socket);
      else enter(strangers, networkOf(address), socket);
      socket.once("close", () => release(socket));
    },
    identify(socket, userId) {
      const pool = [strangers, onion].find((one) => one.has(socket));
      if (!pool) return;
      pool.remove(socket);
      enter(accounts, userId, socket);
    },
    isAnswering,
    answer(socket, work) {
      answering.set(socket, (answering.get(socket) ?? 0) + 1);
      work.once("close", () => {
        const left = (answering.get(socket) ?? 1) - 1;
        if (left > 0) answering.set(socket, left);
        else answering.delete(socket);
      });
    },
  };
}
