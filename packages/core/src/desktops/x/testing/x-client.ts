import { connect } from "node:net";
import { createByteReader } from "../../rfb/byte-reader.ts";
import { padded } from "../byte-order.ts";
import { xMessages } from "./x-messages.ts";

/** What a display said after its setup: a reply, an error or an event. */
export interface XMessage {
  readonly type: number;
  readonly detail: number;
  /** Number of the client's request, 16 bits. */
  readonly sequence: number;
  readonly bytes: Buffer;
}

/** A client that says to a display whatever bytes a test wants. */
export interface XClient extends Disposable {
  /** Root window, and the number from which on the client numbers what it makes. */
  readonly root: number;
  readonly base: number;
  /** Writes bytes; resolves once they are on their way. */
  write(bytes: Buffer): Promise<void>;
  /** The next message. Rejects when the connection ends before it. */
  next(): Promise<XMessage>;
  /** Settles when the connection is gone. */
  readonly closed: Promise<void>;
}

const REPLY = 1;
const GENERIC_EVENT = 35;

/** Connects and is set up. Rejects when the display refuses. */
export async function connectX(path: string, cookie: Uint8Array, order: "l" | "B" = "l"): Promise<XClient> {
  const socket = connect({ path });
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const reader = createByteReader(socket);
  const u16 = (bytes: Buffer, at: number): number => (order === "l" ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (bytes: Buffer, at: number): number => (order === "l" ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  socket.on("error", () => socket.destroy());
  socket.write(xMessages(order).setup(cookie));
  const head = await reader.read(8);
  const body = await reader.read(4 * u16(head, 6));
  if (head[0] !== REPLY) throw new Error("the display refused the client");
  return {
    closed,
    root: u32(body, 32 + padded(u16(body, 16)) + 8 * body.readUInt8(21)),
    base: u32(body, 4),
    write: (bytes) => new Promise((resolve) => socket.write(bytes, () => resolve())),
    async next() {
      const message = await reader.read(32);
      const type = message.readUInt8(0);
      const rest = type === REPLY || (type & 0x7f) === GENERIC_EVENT ? await reader.read(4 * u32(message, 4)) : Buffer.alloc(0);
      return { type, detail: message.readUInt8(1), sequence: u16(message, 2), bytes: Buffer.concat([message, rest]) };
    },
    [Symbol.dispose]: () => void socket.destroy(),
  };
}
