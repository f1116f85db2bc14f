import type { Clock, Log } from "@lucid/foundation";
import type { SessionEvent } from "../chunker/session-event.ts";
import { createInputReader } from "./create-input-reader.ts";
import type { InputSettings } from "./display-capture.ts";
import { type OpenDisplay, openDisplay } from "./open-display.ts";
import { NO_COOKIE, readCookie } from "./read-cookie.ts";

export interface InputCaptureDeps {
  readonly clock: Clock;
  readonly log: Log;
}

export interface InputCaptureOptions extends InputSettings {
  readonly displayNumber: number;
  readonly xauthority?: string;
}

const DEVICE_EVENTS = { first: 2, last: 6 } as const;
const CONNECT_TIMEOUT_MS = 5_000;
/** A display that went away is tried again this often; its end also ends the session, which disposes this. */
const RETRY_MS = 1_000;
/**
 * The server holds recorded input back until it has something else to say to somebody. Asked this often, it always has,
 * also on a desktop whose programs are silent. Events carry the server's time, so they are late but not wrong.
 */
const ASK_MS = 200;

/**
 * Follows keys, buttons and pointer of a display through the RECORD extension. A connection that breaks is made
 * anew; `input_lost` and `input_back` events say from when to when nothing was seen.
 * @throws when the display cannot be reached or has no RECORD extension.
 */
export async function startInputCapture(
  deps: InputCaptureDeps,
  options: InputCaptureOptions,
  onEvent: (event: SessionEvent) => void,
): Promise<Disposable> {
  const stopping = new AbortController();
  let connection = await connect();
  void watch();
  return {
    [Symbol.dispose]() {
      stopping.abort();
      connection[Symbol.dispose]();
    },
  };

  async function connect(): Promise<Disposable & { readonly closed: Promise<void> }> {
    const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(CONNECT_TIMEOUT_MS)]);
    const cookie = options.xauthority ? await readCookie(options.xauthority, options.displayNumber) : NO_COOKIE;
    using starting = new DisposableStack();
    const control = starting.use(await openDisplay(options.displayNumber, cookie, signal));
    const data = starting.use(await openDisplay(options.displayNumber, cookie, signal));
    await record(control, data);
    starting.use(keepAsking(control));
    const running = starting.move();
    return { closed: Promise.race([control.closed, data.closed]), [Symbol.dispose]: () => running.dispose() };
  }

  async function record(control: OpenDisplay, data: OpenDisplay): Promise<void> {
    const reader = createInputReader({ characters: options.characters });
    const context = control.client.AllocID();
    control.record.CreateContext(context, 0, [control.record.CS.AllClients], [{ deviceEvents: DEVICE_EVENTS }]);
    const loadKeyboard = async () => reader.setKeyboard(control.display.min_keycode, await readKeyboard(control));
    await loadKeyboard();
    control.client.on("event", (event: { name?: string }) => {
      if (event.name === "MappingNotify")
        loadKeyboard().catch((error: unknown) => deps.log.warn({ err: error }, "The keyboard's map is unknown"));
    });
    const started = Promise.withResolvers<void>();
    data.client.on("error", started.reject);
    data.record.EnableContext(
      context,
      ({ category, data: bytes }) => {
        forgetReplies(data, call);
        if (category === data.record.Category.StartOfData) started.resolve();
        else if (category === data.record.Category.FromServer)
          for (const event of reader.read(bytes, deps.clock.now())) onEvent(event);
      },
      (error) => {
        if (error) started.reject(error);
        return true;
      },
    );
    const call = data.client.seq_num;
    await started.promise;
  }

  function keepAsking({ client, closed }: OpenDisplay): Disposable {
    let timer: Disposable | undefined;
    const ask = (): void => {
      client.GetInputFocus(() => undefined);
      timer = deps.clock.after(ASK_MS, ask);
    };
    const stop = (): void => timer?.[Symbol.dispose]();
    ask();
    void closed.then(stop);
    return { [Symbol.dispose]: stop };
  }

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      await connection.closed;
      if (stopping.signal.aborted) return;
      deps.log.warn({ display: options.displayNumber }, "Input events are lost");
      onEvent({ t: deps.clock.now(), type: "input_lost" });
      const next = await reconnect();
      if (!next) return;
      connection = next;
      onEvent({ t: deps.clock.now(), type: "input_back" });
    }
  }

  async function reconnect(): Promise<Awaited<ReturnType<typeof connect>> | undefined> {
    while (!stopping.signal.aborted) {
      await new Promise<void>((resolve) => void deps.clock.after(RETRY_MS, resolve));
      try {
        return await connect();
      } catch (error) {
        deps.log.debug({ err: error }, "The display does not answer");
      }
    }
    return undefined;
  }
}

/** The library keeps all replies of an open call until it ends, which this one never does. */
function forgetReplies(display: OpenDisplay, call: number): void {
  const replies = display.client.replies[call]?.[3];
  if (replies) replies.length = 0;
}

function readKeyboard({ client, display }: OpenDisplay): Promise<number[][]> {
  const { min_keycode: first, max_keycode: last } = display;
  return new Promise((resolve, reject) => {
    client.GetKeyboardMapping(first, last - first + 1, (error, rows) => (error ? reject(error) : resolve(rows)));
  });
}
