import { chmod } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import type { Clock } from "@lucid/foundation";
import type { Logger } from "pino";
import type { DesktopMetrics } from "../desktops.metrics.ts";
import { relay } from "../relay.ts";
import type { ProgramInput } from "./program-input.ts";
import { createReplyFilter } from "./reply-filter.ts";
import { createRequestFilter, type DisplayTraits } from "./request-filter.ts";
import { createRequestPace } from "./request-pace.ts";

/** Xvnc serves 256 clients; the other half is for the recorder and the clipboard, which must always find room. */
const MAX_CLIENTS = 128;

export interface XGateOptions {
  /** Socket on which programs of the desktop find their display. */
  readonly socket: string;
  /** The display's own socket. */
  readonly displaySocket: string;
  readonly display: DisplayTraits;
}

export interface XGateWatch {
  /** A program moved the pointer or pressed something, by XTEST or by an event to another program. */
  onProgramInput(input: ProgramInput): void;
  /** A program sent what is not the X protocol as the display reads it, and was cut off. */
  onCut(reason: string): void;
}

type XGateMetrics = Pick<DesktopMetrics, "requestsRefused" | "programsCut">;

/**
 * The door of the sandboxed programs to the display. What the table of allowed requests names passes unchanged, and nothing else (see
 * request-filter). The recorder uses the display's own socket, which is not in the sandbox, and the clipboard
 * service has a gate of its own (see clipboard).
 */
export async function startXGate(
  deps: {
    readonly clock: Pick<Clock, "after">;
    readonly log: Logger;
    readonly metrics: XGateMetrics;
    readonly watch: XGateWatch;
  },
  options: XGateOptions,
): Promise<AsyncDisposable> {
  const { log, metrics, watch } = deps;
  const clients = new Set<Socket>();
  const pace = createRequestPace(deps);

  function serve(client: Socket): void {
    const display = connect({ path: options.displaySocket });
    const paced = pace.follow(client, display);
    const refused: Record<string, number> = {};
    const requests = createRequestFilter(options.display, {
      onRefused: (name) => {
        refused[name] = (refused[name] ?? 0) + 1;
        metrics.requestsRefused.inc();
      },
      onListExtensions: (sequence) => replies.expectExtensions(sequence),
      onProgramInput: (input) => watch.onProgramInput(input),
    });
    const replies = createReplyFilter(() => requests.order);
    const end = (): void => {
      client.destroy();
      display.destroy();
      paced[Symbol.dispose]();
      if (!clients.delete(client)) return;
      if (Object.keys(refused).length > 0) log.debug({ refused }, "X requests of a program were refused");
    };
    const cut = (cause: Error): void => {
      if (!clients.has(client)) return;
      log.warn({ err: cause }, "X client cut off");
      end();
      metrics.programsCut.inc();
      watch.onCut(cause.message);
    };
    for (const socket of [client, display]) {
      socket.on("error", (cause) => log.debug({ err: cause }, "X connection broke"));
      socket.once("close", end);
    }
    function judge(chunk: Buffer): Buffer {
      const before = requests.sequence;
      const passed = requests.push(chunk);
      paced.spend(requests.sequence - before);
      return passed;
    }
    function pass(chunk: Buffer): Buffer {
      const before = replies.messages;
      const passed = replies.push(chunk);
      paced.spend(replies.messages - before);
      return passed;
    }
    clients.add(client);
    relay(client, display, judge, cut, paced.mayGoOn);
    relay(display, client, pass, cut, paced.mayGoOn);
    // Whoever has said all may still wait for answers, and the display's last words must arrive.
    client.once("end", () => display.end());
    display.once("end", () => client.end());
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (clients.size >= MAX_CLIENTS) client.destroy();
    else serve(client);
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(options.socket, resolve));
  // The applications may have a user id of their own; who may come here at all is decided by the folder, the sandbox and the cookie.
  await chmod(options.socket, 0o777);
  return {
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      pace[Symbol.dispose]();
      for (const client of clients) client.destroy();
      await closed;
    },
  };
}
