import { connect, createServer, type Server, type Socket } from "node:net";
import type { Clock } from "@lucid/foundation";
import type { Logger } from "pino";
import { relay } from "../relay.ts";
import { createChannelWatch } from "./channel-watch.ts";

export interface ChannelGateOptions {
  /** Socket on which xrdp finds the clipboard service. */
  readonly socket: string;
  /** The service's own socket. */
  readonly serviceSocket: string;
  /** The service knows no character of more than 16 bits. */
  readonly cutsCharacters: boolean;
}

/** A service that is started again listens within some tenths of a second. */
const RETRY_MS = 100;

/**
 * The door between xrdp and the clipboard service. A client keeps its clipboard when the service ends and is started again: xrdp, which
 * would not connect again, stays connected here, and the next service is told of the client as the first one was. Like the service it
 * takes one connection at a time.
 */
export async function startChannelGate(
  deps: {
    readonly clock: Clock;
    readonly log: Logger;
    /** The client gives the service something. */
    readonly onGiven: () => void;
  },
  options: ChannelGateOptions,
): Promise<AsyncDisposable> {
  const { clock, log } = deps;
  let server: Server | undefined;
  let client: Socket | undefined;
  let isOver = false;

  function serve(xrdp: Socket): void {
    if (client) return void xrdp.destroy();
    client = xrdp;
    server?.close();
    const watch = createChannelWatch(options);
    /** Connected, or about to be. */
    let found: Socket | undefined;
    let service: Socket | undefined;
    let retry: Disposable | undefined;

    function leave(): void {
      xrdp.destroy();
      found?.destroy();
      retry?.[Symbol.dispose]();
      if (client !== xrdp) return;
      client = undefined;
      if (!isOver)
        listen().catch((cause: unknown) => log.warn({ err: cause }, "No client gets the desktop's clipboard any more"));
    }
    const cut = (cause: Error): void => {
      log.warn({ err: cause }, "A client's clipboard was cut off");
      leave();
    };

    function join(): void {
      const next = connect({ path: options.serviceSocket });
      found = next;
      next.on("error", (cause) => log.debug({ err: cause }, "The clipboard service does not listen"));
      next.once("connect", () => {
        service = next;
        next.write(watch.startAgain());
        relay(next, xrdp, watch.fromService, cut);
      });
      next.once("close", () => {
        service = undefined;
        // It may have waited for this one.
        xrdp.resume();
        if (client === xrdp) retry = clock.after(RETRY_MS, join);
      });
    }

    xrdp.on("error", (cause) => log.debug({ err: cause }, "Connection of xrdp to the clipboard service broke"));
    xrdp.once("close", leave);
    xrdp.on("data", (chunk: Buffer) => {
      try {
        const passed = watch.fromXrdp(chunk);
        deps.onGiven();
        if (!service || passed.length === 0 || service.write(passed)) return;
        xrdp.pause();
        service.once("drain", () => xrdp.resume());
      } catch (cause) {
        cut(cause as Error);
      }
    });
    join();
  }

  async function listen(): Promise<void> {
    const next = createServer(serve);
    await new Promise<void>((resolve, reject) => next.once("error", reject).listen(options.socket, resolve));
    server = next;
    if (isOver) next.close();
  }

  await listen();
  return {
    async [Symbol.asyncDispose]() {
      isOver = true;
      client?.destroy();
      server?.close();
    },
  };
}
