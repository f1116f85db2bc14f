import { connect, createServer, type Socket } from "node:net";
import type { Clock } from "@lucid/foundation";
import type { Logger } from "pino";
import { relay } from "../relay.ts";
import { openXConnection } from "../x/open-x-connection.ts";
import { putProperty, refuseSelection } from "../x/x-requests.ts";
import type { SelectionRequest } from "./selection-request.ts";
import { createSelectionWatch, type SelectionWatchHandlers } from "./selection-watch.ts";

export interface ClipboardGate extends AsyncDisposable {
  /** The client is just giving the service something: who waits for it waits on. */
  stillComes(): void;
}

export interface ClipboardGateOptions {
  /** Socket on which the clipboard service finds the display. */
  readonly socket: string;
  /** The display's own socket. */
  readonly displaySocket: string;
  readonly cookie: Uint8Array;
  /** The service knows no character of more than 16 bits. */
  readonly cutsCharacters: boolean;
}

/** A program that waits longer for a text hangs for whoever uses it. The service sometimes never answers, as for an emoji. */
const ANSWER_MS = 4_000;
/** A program of which the service waits longer for what it has gives nothing more. It may be busy, or bring its pieces slowly. */
const GIVE_MS = 10_000;
const STRING = 31;
/** Programs that may wait at once; a paste asks for two or three things. */
const MAX_WAITING = 256;

/**
 * The clipboard service's door to the display. Tells what crosses, and gives every program that asks the service an answer: where the
 * service has none, that there is nothing.
 */
export async function startClipboardGate(
  deps: { readonly clock: Clock; readonly log: Logger } & Pick<SelectionWatchHandlers, "mayEnter" | "mayLeave" | "onCrossing">,
  options: ClipboardGateOptions,
): Promise<ClipboardGate> {
  const { clock, log } = deps;
  await using starting = new AsyncDisposableStack();
  const own = starting.use(await openXConnection(options.displaySocket, options.cookie));
  const clients = new Set<Socket>();
  let cameMs = Number.NEGATIVE_INFINITY;

  function serve(client: Socket): void {
    const display = connect({ path: options.displaySocket });
    const waiting = new Map<string, Disposable>();
    const keyOf = ({ requestor, selection, target }: SelectionRequest): string => `${requestor} ${selection} ${target}`;
    function answered(request: SelectionRequest): void {
      waiting.get(keyOf(request))?.[Symbol.dispose]();
      waiting.delete(keyOf(request));
    }
    function expectAnswer(request: SelectionRequest): void {
      const late = clock.after(ANSWER_MS, () => {
        if (clock.elapsed() - cameMs < ANSWER_MS) return expectAnswer(request);
        answered(request);
        log.warn({}, "The clipboard service did not answer a program");
        own.tell(refuseSelection(request));
      });
      waiting.set(keyOf(request), late);
    }
    let waitingFor: Disposable | undefined;
    function stopWaiting(): void {
      waitingFor?.[Symbol.dispose]();
      waitingFor = undefined;
    }
    function wait(ms = GIVE_MS): void {
      stopWaiting();
      waitingFor = clock.after(ms, () => {
        const end = watch.endWaiting();
        if (!end) return;
        log.warn({}, "A program did not give the clipboard service what it has");
        own.tell(end);
        wait(ANSWER_MS);
      });
    }
    const watch = createSelectionWatch(
      {
        mayEnter: deps.mayEnter,
        mayLeave: deps.mayLeave,
        onEvent: (event) => void client.write(event),
        onHeldBack: (request) => own.tell(refuseSelection(request)),
        onWaiting: () => wait(),
        onGiven: stopWaiting,
        onCrossing: deps.onCrossing,
        onAnswered: answered,
        onRequested(request) {
          answered(request);
          if (waiting.size >= MAX_WAITING) return own.tell(refuseSelection(request));
          expectAnswer(request);
        },
      },
      options,
    );
    let ticking = clock.after(ANSWER_MS, tick);
    function tick(): void {
      for (const { window, property } of watch.tellUnfinished(false)) {
        log.warn({}, "A program did not take what it asked the clipboard service for");
        own.tell(putProperty(window, property, STRING, Buffer.alloc(0)));
      }
      ticking = clock.after(ANSWER_MS, tick);
    }
    const end = (): void => {
      client.destroy();
      display.destroy();
      if (!clients.delete(client)) return;
      ticking[Symbol.dispose]();
      stopWaiting();
      watch.tellUnfinished(true);
      for (const timer of waiting.values()) timer[Symbol.dispose]();
      waiting.clear();
    };
    const cut = (cause: Error): void => {
      log.warn({ err: cause }, "The clipboard service was cut off");
      end();
    };
    for (const socket of [client, display]) {
      socket.on("error", (cause) => log.debug({ err: cause }, "X connection broke"));
      socket.once("close", end);
    }
    clients.add(client);
    relay(client, display, watch.fromService, cut);
    relay(display, client, watch.fromDisplay, cut);
  }

  const server = createServer(serve);
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(options.socket, resolve));
  starting.defer(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const client of clients) client.destroy();
    await closed;
  });
  const running = starting.move();
  return {
    stillComes() {
      cameMs = clock.elapsed();
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
