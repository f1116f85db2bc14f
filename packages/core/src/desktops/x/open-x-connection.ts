import { connect } from "node:net";
import { createByteReader } from "../rfb/byte-reader.ts";
import { padded } from "./byte-order.ts";
import { COOKIE_PROTOCOL } from "./x-authority.ts";

/** A connection of the node itself to a display, by the display's own socket. Little endian. */
export interface XConnection extends Disposable {
  /** Root window of the first screen. */
  readonly root: number;
  /** Sends a request and waits for its reply: undefined where the display answers with an error. Rejects when it is gone. */
  ask(request: Buffer): Promise<Buffer | undefined>;
  /** Sends a request that awaits no reply; an error is not told. */
  tell(request: Buffer): void;
  /** Hears every event. */
  onEvent(listener: (event: Buffer) => void): void;
  /** Settles when the connection is gone. */
  readonly closed: Promise<void>;
}

const ERROR = 0;
const REPLY = 1;
const GENERIC_EVENT = 35;

const filled = (bytes: Uint8Array): Buffer => Buffer.concat([bytes], padded(bytes.length));

/** Connection setup of the X protocol, version 11.0 (X Window System Protocol, 8). */
function setupRequest(cookie: Uint8Array): Buffer {
  const head = Buffer.alloc(12);
  head.write("l", 0, "latin1");
  head.writeUInt16LE(11, 2);
  head.writeUInt16LE(COOKIE_PROTOCOL.length, 6);
  head.writeUInt16LE(cookie.length, 8);
  return Buffer.concat([head, filled(Buffer.from(COOKIE_PROTOCOL, "latin1")), filled(cookie)]);
}

/** Id of the first screen's root window, from the body of the server's setup answer. */
function rootWindow(setup: Buffer): number {
  const vendorBytes = setup.readUInt16LE(16);
  const formats = setup.readUInt8(21);
  return setup.readUInt32LE(32 + padded(vendorBytes) + 8 * formats);
}

/** Connects to the display at a socket. Throws when it refuses. */
export async function openXConnection(socketPath: string, cookie: Uint8Array): Promise<XConnection> {
  const socket = connect({ path: socketPath });
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const reader = createByteReader(socket);
  const waiting = new Map<number, PromiseWithResolvers<Buffer | undefined>>();
  const listeners: ((event: Buffer) => void)[] = [];
  let sequence = 0;

  async function greet(): Promise<number> {
    socket.write(setupRequest(cookie));
    const head = await reader.read(8);
    const body = await reader.read(4 * head.readUInt16LE(6));
    if (head[0] !== REPLY) throw new Error(`the display refused its own cookie: ${body.toString("latin1")}`);
    return rootWindow(body);
  }

  async function readMessage(): Promise<void> {
    const head = await reader.read(32);
    const type = head.readUInt8(0);
    const hasBody = type === REPLY || (type & 0x7f) === GENERIC_EVENT;
    const message = hasBody ? Buffer.concat([head, await reader.read(4 * head.readUInt32LE(4))]) : head;
    if (type !== ERROR && type !== REPLY) {
      for (const listener of listeners) listener(message);
      return;
    }
    const asked = head.readUInt16LE(2);
    waiting.get(asked)?.resolve(type === REPLY ? message : undefined);
    waiting.delete(asked);
  }

  async function listen(): Promise<void> {
    try {
      for (;;) await readMessage();
    } catch (cause) {
      socket.destroy();
      for (const call of waiting.values()) call.reject(cause);
      waiting.clear();
    }
  }

  function send(request: Buffer): number {
    sequence = (sequence + 1) & 0xffff;
    socket.write(request);
    return sequence;
  }

  try {
    const root = await greet();
    void listen();
    return {
      ...{ root, closed },
      ask(request) {
        const call = Promise.withResolvers<Buffer | undefined>();
        if (socket.destroyed) call.reject(new Error("the display is gone"));
        else waiting.set(send(request), call);
        return call.promise;
      },
      tell: (request) => void send(request),
      onEvent: (listener) => void listeners.push(listener),
      [Symbol.dispose]: () => void socket.destroy(),
    };
  } catch (cause) {
    socket.destroy();
    throw cause;
  }
}
