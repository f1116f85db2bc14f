/**
 * Extensions that programs in a desktop must not use. RECORD: with it they could end the record of input. VNC-EXTENSION: settings of
 * the VNC server. MIT-SHM and DRI3: they pass file descriptors, which do not come through the gate, and shared memory, which a
 * sandbox has none of with the display.
 */
export const HIDDEN_EXTENSIONS = ["RECORD", "VNC-EXTENSION", "MIT-SHM", "DRI3"] as const;
export const SYNC_EXTENSION = "SYNC";

/** Major opcodes that the display gave to its extensions; an extension that is absent there is absent here. */
export type ExtensionOpcodes = ReadonlyMap<string, number>;

const GRAB_SERVER = 36;
const QUERY_EXTENSION = 98;
const KILL_CLIENT = 113;
const NO_OPERATION = 127;
const SYNC_SET_PRIORITY = 12;

const SETUP_HEAD_BYTES = 12;
/** No extension has a longer name; what asks for one is let through as it is. */
const MAX_QUERY_BYTES = 64;

export interface RequestFilter {
  /** The bytes that may go to the display, of which some may have been rewritten in place. Throws on what is not the X protocol. */
  push(chunk: Buffer): Buffer;
}

/**
 * Watches what one X client sends (X Window System Protocol, 1 and 8) and turns into NoOperation what would blind or stop the recorder,
 * which is a client of the same display: grabbing the server, ending other clients, raising one's priority above them, and requests
 * of hidden extensions. NoOperation counts as a request, so that sequence numbers stay right.
 */
export function createRequestFilter(opcodes: ExtensionOpcodes): RequestFilter {
  const hidden = new Set(HIDDEN_EXTENSIONS.map((name) => opcodes.get(name)));
  const sync = opcodes.get(SYNC_EXTENSION);
  let isBigEndian = false;
  let isSetUp = false;
  let held: Buffer = Buffer.alloc(0);
  /** Bytes of the present request that are still to come and pass unseen. */
  let rest = 0;

  const u16 = (bytes: Buffer, at: number): number => (isBigEndian ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at));
  const u32 = (bytes: Buffer, at: number): number => (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at));
  const padded = (length: number): number => Math.ceil(length / 4) * 4;

  /** Length of the connection setup, or undefined while it cannot be told. */
  function setupLength(bytes: Buffer): number | undefined {
    if (bytes.length < SETUP_HEAD_BYTES) return undefined;
    if (bytes[0] !== 0x42 && bytes[0] !== 0x6c) throw new Error("not an X client");
    isBigEndian = bytes[0] === 0x42;
    return SETUP_HEAD_BYTES + padded(u16(bytes, 6)) + padded(u16(bytes, 8));
  }

  /** Length of a request, or undefined while it cannot be told. Zero units announce a 32-bit length (BIG-REQUESTS). */
  function requestLength(bytes: Buffer): number | undefined {
    if (bytes.length < 4) return undefined;
    const units = u16(bytes, 2);
    if (units > 0) return 4 * units;
    if (bytes.length < 8) return undefined;
    const bigUnits = u32(bytes, 4);
    if (bigUnits < 2) throw new Error("an X request without a length");
    return 4 * bigUnits;
  }

  function hideExtension(request: Buffer): void {
    const name = request.toString("latin1", 8, 8 + u16(request, 4));
    // Same length, so that the request keeps its form; no extension is called so.
    if (HIDDEN_EXTENSIONS.some((extension) => extension === name)) request.fill("?", 8, 8 + name.length, "latin1");
  }

  /** Rewrites a request whose first bytes are here. Returns false when more of it is needed. */
  function judge(request: Buffer, length: number): boolean {
    const opcode = request[0] ?? 0;
    if (opcode === QUERY_EXTENSION && length <= MAX_QUERY_BYTES) {
      if (request.length < length) return false;
      hideExtension(request);
    } else if (
      opcode === GRAB_SERVER ||
      opcode === KILL_CLIENT ||
      hidden.has(opcode) ||
      (opcode === sync && request[1] === SYNC_SET_PRIORITY)
    ) {
      request[0] = NO_OPERATION;
    }
    return true;
  }

  return {
    push(chunk) {
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      let at = Math.min(rest, bytes.length);
      rest -= at;
      while (rest === 0 && at < bytes.length) {
        const ahead = bytes.subarray(at);
        const length = isSetUp ? requestLength(ahead) : setupLength(ahead);
        if (length === undefined) break;
        if (isSetUp && !judge(ahead, length)) break;
        isSetUp = true;
        const here = Math.min(length, ahead.length);
        at += here;
        rest = length - here;
      }
      held = Buffer.from(bytes.subarray(at));
      return bytes.subarray(0, at);
    },
  };
}
