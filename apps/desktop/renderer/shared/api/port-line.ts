import type { ClientContext, ClientLink } from "@orpc/client";
import { type LucidPort, PORT_MESSAGE, type PortMessage } from "../../../preload/port-message.ts";
import { NodeGoneError } from "./failure.ts";

/** One port to a node, as long as the node has the other end. */
interface Line {
  readonly link: ClientLink<ClientContext>;
  readonly gateway: URL;
  readonly gone: AbortSignal;
}

export interface PortLine extends ClientLink<ClientContext> {
  /** Where the gateway of the node listens, or of the last one. @throws NodeGoneError before the first. */
  gateway(): URL;
}

const isPortMessage = (data: unknown): data is PortMessage =>
  typeof data === "object" && data !== null && "type" in data && data.type === PORT_MESSAGE;

/**
 * This window's line to the node. The first call waits for the application to hand a port over. When the node goes, what waits for it
 * and what is called after it fails at once; the application is asked for the next port, and a new call goes over that.
 * @param open makes the link of a port that came.
 */
export function createPortLine(source: LucidPort, open: (port: MessagePort) => ClientLink<ClientContext>): PortLine {
  const first = Promise.withResolvers<Line>();
  let current: Line | undefined;
  let hangUp: AbortController | undefined;

  function take(port: MessagePort, gateway: URL): void {
    hangUp?.abort(new NodeGoneError());
    const gone = new AbortController();
    hangUp = gone;
    // Before the link hears of it, which then ends calls in words of its own.
    port.addEventListener("close", () => {
      if (gone.signal.aborted) return;
      gone.abort(new NodeGoneError());
      source.request();
    });
    current = { link: open(port), gateway, gone: gone.signal };
    port.start();
    first.resolve(current);
  }

  window.addEventListener("message", (event) => {
    const [port] = event.ports;
    if (event.source === window && isPortMessage(event.data) && port) take(port, new URL(event.data.gateway));
  });
  source.request();

  return {
    async call(path, input, options) {
      const { link, gone } = current ?? (await first.promise);
      gone.throwIfAborted();
      const signal = options.signal ? AbortSignal.any([options.signal, gone]) : gone;
      try {
        return await link.call(path, input, { ...options, signal });
      } catch (error) {
        if (gone.aborted && options.signal?.aborted !== true) throw new NodeGoneError();
        throw error;
      }
    },
    gateway() {
      if (!current) throw new NodeGoneError();
      return current.gateway;
    },
  };
}
