import { connect } from "node:net";

import { createByteReader } from "../rfb/byte-reader.ts";
import { EXTENSIONS } from "./allowed-requests.ts";
import type { DisplayTraits } from "./request-filter.ts";
import { COOKIE_PROTOCOL } from "./x-authority.ts";

/** Longest request in units of 4 bytes where a display has no BIG-REQUESTS. */
const MAX_SMALL_UNITS = 0xffff;

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

/** Connection setup of the X protocol, version 11.0, little endian (X Window System Protocol, 8). */
function setupRequest(cookie: Uint8Array): Buffer {
  const head = Buffer.alloc(12);
  head.write("l", 0, "latin1");
  head.writeUInt16LE(11, 2);
  head.writeUInt16LE(COOKIE_PROTOCOL.length, 6);
  head.writeUInt16LE(cookie.length, 8);
  return Buffer.concat([head, padded(Buffer.from(COOKIE_PROTOCOL, "latin1")), padded(Buffer.from(cookie))]);
}

/** Id of the first screen's root window, from the body of the server's setup answer. */
function rootWindow(setup: Buffer): number {
  const vendorBytes = setup.readUInt16LE(16);
  const formats = setup.readUInt8(21);
  return setup.readUInt32LE(32 + Math.ceil(vendorBytes / 4) * 4 + 8 * formats);
}

function paintRequests(root: number, pixel: number): Buffer {
  const attributes = Buffer.alloc(16);
  attributes.writeUInt8(2, 0); // ChangeWindowAttributes
  attributes.writeUInt16LE(4, 2);
  attributes.writeUInt32LE(root, 4);
  attributes.writeUInt32LE(0x2, 8); // background-pixel
  attributes.writeUInt32LE(pixel, 12);
  const clear = Buffer.alloc(16);
  clear.writeUInt8(61, 0); // ClearArea of everything
  clear.writeUInt16LE(4, 2);
  clear.writeUInt32LE(root, 4);
  const sync = Buffer.from([43, 0, 1, 0]); // GetInputFocus: its answer shows that the others are done
  return Buffer.concat([attributes, clear, sync]);
}

function queryExtension(name: string): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt8(98, 0);
  head.writeUInt16LE(2 + Math.ceil(name.length / 4), 2);
  head.writeUInt16LE(name.length, 4);
  return Buffer.concat([head, padded(Buffer.from(name, "latin1"))]);
}

/**
 * Fills the empty screen with one colour and asks what the X gate must know of the display. `colour` is `#rrggbb`; the display has
 * 24 bits a pixel, so it is the pixel value.
 */
export async function prepareDisplay(
  socketPath: string,
  cookie: Uint8Array,
  options: { readonly colour: string },
): Promise<DisplayTraits> {
  const socket = connect({ path: socketPath });
  const reader = createByteReader(socket);
  try {
    socket.write(setupRequest(cookie));
    const head = await reader.read(8);
    const body = await reader.read(4 * head.readUInt16LE(6));
    if (head[0] !== 1) throw new Error(`the display refused its own cookie: ${body.toString("latin1")}`);
    socket.write(paintRequests(rootWindow(body), Number.parseInt(options.colour.slice(1), 16)));
    await reader.read(32);
    const opcodes = new Map<string, number>();
    for (const name of Object.keys(EXTENSIONS)) {
      socket.write(queryExtension(name));
      const reply = await reader.read(32);
      if (reply[8] === 1) opcodes.set(name, reply[9] ?? 0);
    }
    const bigRequests = opcodes.get("BIG-REQUESTS");
    if (bigRequests === undefined) return { opcodes, maxRequestUnits: MAX_SMALL_UNITS };
    socket.write(Buffer.from([bigRequests, 0, 1, 0])); // Enable: its answer tells the longest request
    return { opcodes, maxRequestUnits: (await reader.read(32)).readUInt32LE(8) };
  } finally {
    socket.destroy();
  }
}
