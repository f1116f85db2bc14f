import type { Duplex } from "node:stream";

import { createByteReader } from "../rfb/byte-reader.ts";
import { vncAuthResponse } from "../rfb/vnc-auth.ts";

/** A small viewer for tests: version 3.8, raw pixels of 4 bytes, plain clipboard. */
export interface RfbClient extends Disposable {
  readonly width: number;
  readonly height: number;
  /** Types Latin-1 text; `\n` is Return. */
  type(text: string): void;
  /** Presses and lets go of one key. */
  key(keysym: number): void;
  /** Presses a key and does not let it go. */
  hold(keysym: number): void;
  pointer(x: number, y: number, buttons: number): void;
  cutText(text: string): void;
  /** Sends whatever a test likes. */
  say(message: Uint8Array): void;
  /** Pixels of the whole screen, 4 bytes each: blue, green, red, unused. */
  screen(): Promise<Buffer>;
  /** Clipboard texts from the desktop, in order. */
  readonly received: readonly string[];
  /** How often the desktop rang its bell. */
  bells(): number;
  /** Settles when the connection is gone. */
  readonly closed: Promise<void>;
}

const keyEvent = (keysym: number, down: boolean): Buffer => {
  const message = Buffer.alloc(8);
  message[0] = 4;
  message[1] = down ? 1 : 0;
  message.writeUInt32BE(keysym, 4);
  return message;
};

/** Speaks RFB with the password where one is asked for, or returns undefined when it is refused. */
export async function speakRfb(socket: Duplex, password: string): Promise<RfbClient | undefined> {
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const reader = createByteReader(socket);
  await reader.read(12);
  socket.write("RFB 003.008\n");
  const type = (await reader.read(2)).subarray(1);
  socket.write(type);
  if (type[0] === 2) socket.write(vncAuthResponse(password, await reader.read(16)));
  if ((await reader.read(4)).readUInt32BE() !== 0) {
    socket.destroy();
    return undefined;
  }
  socket.write(Buffer.from([1]));
  const init = await reader.read(24);
  await reader.read(init.readUInt32BE(20));
  const width = init.readUInt16BE(0);
  const height = init.readUInt16BE(2);
  socket.write(Buffer.from("0200000100000000", "hex"));

  const pixels = Buffer.alloc(4 * width * height);
  const received: string[] = [];
  const updates: (() => void)[] = [];
  let bells = 0;

  async function readRectangle(): Promise<void> {
    const head = await reader.read(12);
    const [x = 0, y = 0, w = 0, h = 0] = [0, 2, 4, 6].map((at) => head.readUInt16BE(at));
    const bytes = await reader.read(4 * w * h);
    for (let row = 0; row < h; row++) bytes.copy(pixels, 4 * ((y + row) * width + x), 4 * row * w, 4 * (row + 1) * w);
  }
  async function readMessages(): Promise<void> {
    for (;;) {
      const type = (await reader.read(1))[0];
      if (type === 0) {
        const count = (await reader.read(3)).readUInt16BE(1);
        for (let at = 0; at < count; at++) await readRectangle();
        for (const resolve of updates.splice(0)) resolve();
      } else if (type === 2) bells++;
      else if (type === 3) received.push((await reader.read((await reader.read(7)).readUInt32BE(3))).toString("latin1"));
      else throw new Error(`unexpected RFB server message ${type}`);
    }
  }
  // Ends with the connection, which is what `closed` tells.
  readMessages().catch(() => socket.destroy());

  const key = (keysym: number): void => {
    socket.write(Buffer.concat([keyEvent(keysym, true), keyEvent(keysym, false)]));
  };
  return {
    ...{ width, height, received, closed },
    bells: () => bells,
    type(text) {
      for (const character of text) key(character === "\n" ? 0xff0d : character.charCodeAt(0));
    },
    key,
    hold: (keysym) => void socket.write(keyEvent(keysym, true)),
    pointer(x, y, buttons) {
      const message = Buffer.from([5, buttons, 0, 0, 0, 0]);
      message.writeUInt16BE(x, 2);
      message.writeUInt16BE(y, 4);
      socket.write(message);
    },
    cutText(text) {
      const head = Buffer.alloc(8);
      head[0] = 6;
      head.writeUInt32BE(text.length, 4);
      socket.write(Buffer.concat([head, Buffer.from(text, "latin1")]));
    },
    say: (message) => void socket.write(message),
    async screen() {
      const updated = new Promise<void>((resolve) => updates.push(resolve));
      const request = Buffer.alloc(10);
      request[0] = 3;
      request.writeUInt16BE(width, 6);
      request.writeUInt16BE(height, 8);
      socket.write(request);
      await updated;
      return Buffer.from(pixels);
    },
    [Symbol.dispose]: () => void socket.destroy(),
  };
}
