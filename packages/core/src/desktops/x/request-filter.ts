import { createJudge, EXTENSIONS, type ExtensionOpcodes } from "./allowed-requests.ts";
import { type ByteOrder, byteOrder, padded } from "./byte-order.ts";
import { FAKE_INPUT_UNITS, type ProgramInput, readFakeInput, readSentEvent } from "./program-input.ts";

/** What the gate knows of the display behind it. */
export interface DisplayTraits {
  readonly opcodes: ExtensionOpcodes;
  /** Longest request with BIG-REQUESTS, in units of 4 bytes. */
  readonly maxRequestUnits: number;
}

export interface RequestWatch {
  /** A request was ignored or denied. */
  onRefused(name: string): void;
  /** The answer with this sequence number names the extensions. */
  onListExtensions(sequence: number): void;
  /** A program moved the pointer or pressed something, by XTEST or by an event to another program; it goes to the display with these bytes. */
  onProgramInput(input: ProgramInput): void;
}

export interface RequestFilter {
  /** The bytes that may go to the display, of which some may have been rewritten in place. Throws on what is not the X protocol. */
  push(chunk: Buffer): Buffer;
  /** The client's byte order, once its first byte is here. */
  readonly order: ByteOrder | undefined;
  /** Number of requests that began so far, as the display counts them. */
  readonly sequence: number;
}

const NO_OPERATION = 127;
/** No request has this opcode: the display answers it with BadRequest, in its turn. */
const UNDEFINED_REQUEST = 126;

const SETUP_HEAD_BYTES = 12;
/** Without a name, or with a longer one than any extension has, the display finds none. */
const MIN_QUERY_UNITS = 2;
const MAX_QUERY_UNITS = 16;
const SEND_EVENT_UNITS = 11;
const SENT_EVENT_AT = 12;
/** An event of any length. In SendEvent, whose event has 32 bytes, it would put its receiver out of step. */
const GENERIC_EVENT = 35;
const FIRST_EVENT = 2;

interface Head {
  readonly major: number;
  readonly minor: number;
  readonly units: number;
  /** Whether the length stands in the four bytes after the head (BIG-REQUESTS). */
  readonly isBig: boolean;
}

/**
 * Watches what one X client sends (X Window System Protocol, 1 and 8) and lets through what the table of allowed requests names.
 *
 * Requests are told apart exactly as the display tells them apart, so that none hides in the data of another: a length of 0 before
 * BIG-REQUESTS was enabled, a big length below its own head, and one above the display's maximum are what clients never send and what
 * servers have read in different ways (CVE-2025-49176): the client is cut off. Refused requests keep their length and their place in
 * the sequence.
 */
export function createRequestFilter(display: DisplayTraits, watch: RequestWatch): RequestFilter {
  const judge = createJudge(display.opcodes);
  let order: ByteOrder | undefined;
  let isSetUp = false;
  let hasBigRequests = false;
  let sequence = 0;
  let held: Buffer = Buffer.alloc(0);
  /** Bytes of the present request that are still to come and pass unseen. */
  let rest = 0;

  /** Length of the connection setup, or undefined while it cannot be told. */
  function setupLength(bytes: Buffer): number | undefined {
    order = byteOrder(bytes[0]);
    if (!order) throw new Error("not an X client");
    if (bytes.length < SETUP_HEAD_BYTES) return undefined;
    return SETUP_HEAD_BYTES + padded(order.u16(bytes, 6)) + padded(order.u16(bytes, 8));
  }

  /** Head of a request, or undefined while it is not whole. */
  function readHead(bytes: Buffer, { u16, u32 }: ByteOrder): Head | undefined {
    if (bytes.length < 4) return undefined;
    const [major = 0, minor = 0] = bytes;
    const units = u16(bytes, 2);
    if (units > 0) return { major, minor, units, isBig: false };
    if (!hasBigRequests) throw new Error("an X request without a length");
    if (bytes.length < 8) return undefined;
    const bigUnits = u32(bytes, 4);
    if (bigUnits < 2 || bigUnits > display.maxRequestUnits) throw new Error(`an X request of ${bigUnits} units`);
    return { major, minor, units: bigUnits, isBig: true };
  }

  /** Replaces the name of an extension that programs are not told of by one that no extension has. */
  function hideExtension(request: Buffer, { u16 }: ByteOrder): void {
    const name = request.toString("latin1", 8, 8 + u16(request, 4));
    if (!Object.hasOwn(EXTENSIONS, name)) request.fill("?", 8, 8 + name.length, "latin1");
  }

  /** Units of a request that is judged by its content as well, which is told apart by its name; undefined for all others. */
  function inspectedUnits(name: string, units: number): number | undefined {
    if (name === "SendEvent") return SEND_EVENT_UNITS;
    if (name === "XTEST.FakeInput") return FAKE_INPUT_UNITS;
    if (name === "BIG-REQUESTS.Enable" || name === "ListExtensions") return 1;
    return name === "QueryExtension" && units >= MIN_QUERY_UNITS && units <= MAX_QUERY_UNITS ? units : undefined;
  }

  /** Whether a whole request of an allowed kind may pass. */
  function inspect(name: string, request: Buffer, byOrder: ByteOrder): boolean {
    switch (name) {
      case "BIG-REQUESTS.Enable":
        hasBigRequests = true;
        return true;
      case "SendEvent": {
        const event = request.subarray(SENT_EVENT_AT);
        const type = event.readUInt8(0) & 0x7f;
        const input = readSentEvent(event, byOrder);
        if (input) watch.onProgramInput(input);
        return type >= FIRST_EVENT && type !== GENERIC_EVENT;
      }
      case "ListExtensions":
        watch.onListExtensions(sequence);
        return true;
      case "XTEST.FakeInput": {
        const input = readFakeInput(request, byOrder);
        if (input) watch.onProgramInput(input);
        return input !== undefined;
      }
      default:
        hideExtension(request, byOrder);
        return true;
    }
  }

  /** Judges the request that `bytes` begin with. Returns its length in bytes, or undefined while more of it is needed. */
  function judgeNext(bytes: Buffer, byOrder: ByteOrder): number | undefined {
    const head = readHead(bytes, byOrder);
    if (!head) return undefined;
    const length = 4 * head.units;
    const { name, verdict } = judge(head.major, head.minor);
    const wanted = verdict === "allowed" ? inspectedUnits(name, head.units) : undefined;
    const isInspected = wanted === head.units && !head.isBig;
    if (isInspected && bytes.length < length) return undefined;
    sequence += 1;
    let outcome = verdict;
    if (isInspected) outcome = inspect(name, bytes.subarray(0, length), byOrder) ? "allowed" : "ignored";
    else if (wanted !== undefined) outcome = "denied";
    if (outcome !== "allowed") {
      bytes[0] = outcome === "ignored" ? NO_OPERATION : UNDEFINED_REQUEST;
      watch.onRefused(name);
    }
    return length;
  }

  return {
    get order() {
      return order;
    },
    get sequence() {
      return sequence;
    },
    push(chunk) {
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      let at = Math.min(rest, bytes.length);
      rest -= at;
      while (rest === 0 && at < bytes.length) {
        const ahead = bytes.subarray(at);
        const length = isSetUp && order ? judgeNext(ahead, order) : setupLength(ahead);
        if (length === undefined) break;
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
