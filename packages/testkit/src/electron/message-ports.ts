import { EventEmitter } from "node:events";
import { decodeValue, type Encoded, encodeValue } from "./page/wire.ts";

interface MessageEventMain {
  readonly data: unknown;
  readonly ports: readonly MessagePortMain[];
}

/** What a port's messages go to: its other end in this process, or in a page. */
interface Other {
  post(data: Encoded): void;
  closed(): void;
}

export class MessagePortMain extends EventEmitter {
  #other: Other | undefined;
  #waiting: Encoded[] | undefined = [];
  #isNeutered = false;

  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (transfer.length > 0) throw new Error("The stand-in carries no ports through ports");
    if (this.#isNeutered) throw new Error("Port is neutered");
    this.#other?.post(encodeValue(message));
  }

  start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const data of waiting) this.#emit(data);
  }

  close(): void {
    const other = this.#other;
    this.#other = undefined;
    if (other) {
      other.closed();
      setImmediate(() => this.emit("close"));
    }
  }

  /** Takes a message in from the other end. */
  static receive(port: MessagePortMain, data: Encoded): void {
    if (port.#waiting) port.#waiting.push(data);
    else port.#emit(data);
  }

  static endedByOther(port: MessagePortMain): void {
    if (!port.#other) return;
    port.#other = undefined;
    port.emit("close");
  }

  static connect(port: MessagePortMain, other: Other): void {
    port.#other = other;
  }

  /** Gives the port away into a page: its pair in this process then speaks with the page. */
  static handOver(port: MessagePortMain, pair: MessagePortMain, page: Other): void {
    port.#isNeutered = true;
    port.#other = undefined;
    pair.#other = page;
    // What was posted before it left.
    for (const data of port.#waiting ?? []) page.post(data);
  }

  #emit(data: Encoded): void {
    const event: MessageEventMain = { data: decodeValue(data), ports: [] };
    this.emit("message", event);
  }
}

const pairs = new WeakMap<MessagePortMain, MessagePortMain>();
export const pairOf = (port: MessagePortMain): MessagePortMain | undefined => pairs.get(port);

export class MessageChannelMain {
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();

  constructor() {
    for (const [port, pair] of [
      [this.port1, this.port2],
      [this.port2, this.port1],
    ] as const) {
      pairs.set(port, pair);
      MessagePortMain.connect(port, {
        post: (data) => setImmediate(() => MessagePortMain.receive(pair, data)),
        closed: () => setImmediate(() => MessagePortMain.endedByOther(pair)),
      });
    }
  }
}
