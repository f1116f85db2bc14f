import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { type Clock, createFairPool } from "@lucid/foundation";
import type { Logger } from "pino";
import { followGonePeers, networkOf } from "../../ground/index.ts";
import { startTicksOf } from "../process-record.ts";
import { isTlsHello, readConnectionRequest } from "./client-hello.ts";
import { connectionHolder } from "./connection-holder.ts";
import { watchForks, type XrdpFork, type XrdpForks, XrdpHangsError } from "./xrdp-forks.ts";

/** Connections that have not shown the password yet. Whoever is new always gets in: an older one gives way. */
const MAX_WAITING = 64;
const MAX_WAITING_OF_NETWORK = 8;

/** A process of xrdp ends within milliseconds of its client; one that hangs would stay a client of the desktop, with what it holds down. */
const LEAVE_MS = 5_000;

export const RDP_DEADLINES = {
  /** Programs begin at once: what is silent before its TLS hello is no RDP client. */
  helloMs: 10_000,
  /** Time for the password, also when it is typed into the login form. */
  passwordMs: 120_000,
} as const;

/** A client of the front, known by the process that xrdp forked for it. */
export interface RdpVisitor {
  readonly address: string;
  readonly pid: number;
  /** It has shown the password. */
  admit(): void;
}

/**
 * Takes RDP connections from outside and hands their bytes to xrdp's private socket, so that addresses are known, strangers do not
 * crowd the owner out, and the port stays ours while xrdp is started again.
 */
export interface RdpFront {
  accept(socket: Socket): void;
  /** xrdp takes connections, with this process. Those of a process before it are gone. */
  useXrdp(pid: number): void;
  /** For which client xrdp has made this connection on 127.0.0.1; undefined when it was not xrdp that made it. */
  visitorOf(socket: Socket): Promise<RdpVisitor | undefined>;
  close(): void;
}

interface Client {
  readonly socket: Socket;
  readonly address: string;
  fork?: XrdpFork;
  saidHello: boolean;
  deadline: Disposable;
}

export function createRdpFront(
  deps: { readonly clock: Clock; readonly log: Logger },
  options: { readonly xrdpSocket: string; readonly deadlines: Readonly<Record<keyof typeof RDP_DEADLINES, number>> },
): RdpFront {
  const { clock, log } = deps;
  const { helloMs, passwordMs } = options.deadlines;
  const clients = new Set<Client>();
  const waiting = createFairPool<Client>({
    ...{ max: MAX_WAITING, maxOfKey: MAX_WAITING_OF_NETWORK },
    isBusy: ({ saidHello }) => saidHello,
  });
  const sockets = new Set<Socket>();
  const peers = followGonePeers(deps);
  let xrdp: { readonly pid: number; readonly forks: XrdpForks } | undefined;
  let lastTurn: Promise<unknown> = Promise.resolve();

  function follow(socket: Socket): void {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", (cause) => log.debug({ err: cause }, "RDP connection broke"));
  }

  /** Connects one client after the other, so that it is certain which process xrdp forked for which. */
  function takeTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = lastTurn.then(work);
    lastTurn = turn.catch(() => undefined);
    return turn;
  }

  async function connectXrdp(client: Client): Promise<Socket> {
    if (client.socket.destroyed) throw new Error("the client is gone");
    if (!xrdp) throw new Error("xrdp does not run");
    const { forks, pid } = xrdp;
    const inner = connect({ path: options.xrdpSocket });
    follow(inner);
    const over = new AbortController();
    inner.once("close", () => over.abort());
    try {
      await once(inner, "connect", { signal: over.signal });
      client.fork = await forks.next(over.signal);
    } catch (cause) {
      inner.destroy();
      if (cause instanceof XrdpHangsError && startTicksOf(pid) !== undefined) process.kill(pid, "SIGKILL");
      throw cause;
    }
    return inner;
  }

  function endFork({ pid, startTicks }: XrdpFork): void {
    if (startTicksOf(pid) !== startTicks) return;
    log.warn({ pid }, "a process of xrdp outlived its client and is ended");
    try {
      process.kill(pid, "SIGKILL");
    } catch (cause) {
      // It ended this very moment.
      if ((cause as NodeJS.ErrnoException).code !== "ESRCH") throw cause;
    }
  }

  async function serve(client: Client): Promise<void> {
    const { socket } = client;
    const request = await readConnectionRequest(socket);
    const inner = await takeTurn(() => connectXrdp(client));
    const { fork } = client;
    const leave = (): void => {
      inner.destroy();
      if (fork) clock.after(LEAVE_MS, () => endFork(fork));
    };
    if (socket.destroyed) return leave();
    socket.once("close", leave);
    inner.once("close", () => socket.destroySoon());
    inner.write(request);
    socket.once("data", (bytes: Buffer) => {
      if (!isTlsHello(bytes)) return void socket.destroy();
      client.saidHello = true;
      client.deadline[Symbol.dispose]();
      client.deadline = clock.after(passwordMs, () => socket.destroy());
    });
    socket.pipe(inner);
    inner.pipe(socket);
  }

  function admit(client: Client): void {
    client.deadline[Symbol.dispose]();
    waiting.remove(client);
  }

  return {
    accept(socket) {
      follow(socket);
      peers.follow(socket);
      const address = socket.remoteAddress ?? "unknown";
      const deadline = clock.after(helloMs, () => socket.destroy());
      const client: Client = { socket, address, saidHello: false, deadline };
      clients.add(client);
      waiting.add(networkOf(address), client)?.socket.destroy();
      socket.once("close", () => {
        admit(client);
        clients.delete(client);
      });
      serve(client).catch((cause: unknown) => {
        log.debug({ err: cause }, "no RDP connection came of a client");
        socket.destroy();
      });
    },
    useXrdp(pid) {
      xrdp = { pid, forks: watchForks({ clock }, pid) };
    },
    async visitorOf(socket) {
      const alive = [...clients].filter(({ fork }) => fork && startTicksOf(fork.pid) === fork.startTicks);
      const holder = await connectionHolder(
        socket,
        alive.flatMap(({ fork }) => fork?.pid ?? []),
      );
      const client = holder === undefined ? undefined : alive.find(({ fork }) => fork?.pid === holder);
      return client && holder !== undefined ? { address: client.address, pid: holder, admit: () => admit(client) } : undefined;
    },
    close() {
      peers[Symbol.dispose]();
      for (const socket of sockets) socket.destroy();
    },
  };
}
