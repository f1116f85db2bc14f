import { EXTENSIONS } from "./allowed-requests.ts";
import type { ByteOrder } from "./byte-order.ts";

export interface ReplyFilter {
  /** The bytes that go to the client. */
  push(chunk: Buffer): Buffer;
  /** The answer to the client's request with this number names the display's extensions. */
  expectExtensions(sequence: number): void;
  /** Answers, events and errors that began so far. */
  readonly messages: number;
}

const REPLY = 1;
const GENERIC_EVENT = 35;
const MESSAGE_BYTES = 32;
const SETUP_HEAD_BYTES = 8;

/** Names of a ListExtensions answer: each a byte with its length, and its characters. @throws for one that its names go beyond. */
function readNames(reply: Buffer): string[] {
  const names: string[] = [];
  let at = MESSAGE_BYTES;
  for (let left = reply.readUInt8(1); left > 0; left--) {
    const end = at + 1 + (reply[at] ?? reply.length);
    if (end > reply.length) throw new Error("a list of X extensions that goes beyond its answer");
    names.push(reply.toString("latin1", at + 1, end));
    at = end;
  }
  return names;
}

function withNames(reply: Buffer, names: readonly string[], order: ByteOrder): Buffer {
  const list = names.flatMap((name) => [Buffer.from([name.length]), Buffer.from(name, "latin1")]);
  const bytes = Buffer.concat([reply.subarray(0, MESSAGE_BYTES), ...list]);
  const units = Math.ceil((bytes.length - MESSAGE_BYTES) / 4);
  bytes[1] = names.length;
  order.putU32(bytes, units, 4);
  return Buffer.concat([bytes], MESSAGE_BYTES + 4 * units);
}

/**
 * Passes on what the display says to one client (X Window System Protocol, 1 and 8), but names in the answer to ListExtensions only
 * those that QueryExtension finds as well.
 */
export function createReplyFilter(orderOf: () => ByteOrder | undefined): ReplyFilter {
  /** Sequence numbers of answers, as 16 bits, oldest first. */
  const expected: number[] = [];
  let isSetUp = false;
  let messages = 0;
  let held: Buffer = Buffer.alloc(0);
  let rest = 0;

  function readSetup(bytes: Buffer, { u16 }: ByteOrder): number | undefined {
    if (bytes.length < SETUP_HEAD_BYTES) return undefined;
    isSetUp = true;
    // What follows a refusal is its reason, and then the end.
    return bytes[0] === 1 ? SETUP_HEAD_BYTES + 4 * u16(bytes, 6) : Number.POSITIVE_INFINITY;
  }

  function messageLength(bytes: Buffer, { u32 }: ByteOrder): number | undefined {
    if (bytes.length < MESSAGE_BYTES) return undefined;
    const type = bytes.readUInt8(0);
    const hasBody = type === REPLY || (type & 0x7f) === GENERIC_EVENT;
    return hasBody ? MESSAGE_BYTES + 4 * u32(bytes, 4) : MESSAGE_BYTES;
  }

  return {
    get messages() {
      return messages;
    },
    expectExtensions: (sequence) => void expected.push(sequence & 0xffff),
    push(chunk) {
      const order = orderOf();
      if (!order) throw new Error("the display spoke before its client");
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const passed: Buffer[] = [];
      let from = 0;
      let at = Math.min(rest, bytes.length);
      rest -= at;
      while (rest === 0 && at < bytes.length) {
        const ahead = bytes.subarray(at);
        const isMessage = isSetUp;
        const length = isMessage ? messageLength(ahead, order) : readSetup(ahead, order);
        if (length === undefined) break;
        if (isMessage && ahead[0] === REPLY && order.u16(ahead, 2) === expected[0]) {
          if (ahead.length < length) break;
          expected.shift();
          const reply = ahead.subarray(0, length);
          const shown = readNames(reply).filter((name) => Object.hasOwn(EXTENSIONS, name));
          passed.push(bytes.subarray(from, at), withNames(reply, shown, order));
          from = at + length;
        }
        messages += 1;
        const here = Math.min(length, ahead.length);
        at += here;
        rest = length - here;
      }
      held = Buffer.from(bytes.subarray(at));
      passed.push(bytes.subarray(from, at));
      return passed.length === 1 ? bytes.subarray(from, at) : Buffer.concat(passed);
    },
  };
}
