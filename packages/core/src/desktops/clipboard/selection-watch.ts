import { createHash } from "node:crypto";
import { padded } from "../x/byte-order.ts";
import { wholeMessages } from "./whole-messages.ts";

/** Something that crossed the clipboard by way of the service. */
export interface Crossing {
  readonly direction: "in" | "out";
  /** `text`, or the type of something else as programs name it (`image/bmp`). */
  readonly format: string;
  /** Of a text, as UTF-8. */
  readonly bytes: number;
  /** Null where it was held back. */
  readonly sha256: string | null;
  /** Why it was held back. */
  readonly refused: "policy" | "size" | null;
}

/** A program of the desktop wants what the service has (ICCCM 2.2). */
export interface SelectionRequest {
  readonly timestamp: number;
  readonly requestor: number;
  readonly selection: number;
  readonly target: number;
}

export interface SelectionWatchHandlers {
  /** Whether something may come in now; asked again for each. */
  mayEnter(): boolean;
  /** Whether the service may ask a program for something now; asked again for each. */
  mayLeave(): boolean;
  /** What the service asked for and must not get: it waits for an answer. */
  onHeldBack(request: SelectionRequest): void;
  onCrossing(crossing: Crossing): void;
  onRequested(request: SelectionRequest): void;
  onAnswered(request: SelectionRequest): void;
}

export interface SelectionWatch {
  /** What the clipboard service says to the display, and what goes on. Throws on what is not X in little endian. */
  fromService(chunk: Buffer): Buffer;
  fromDisplay(chunk: Buffer): Buffer;
  /** Tells what came into the desktop in pieces of which none came since the call before; `isOver`: also what is on its way. */
  tellUnfinished(isOver: boolean): void;
}

const CHANGE_PROPERTY = 18;
const INTERN_ATOM = 16;
const GET_PROPERTY = 20;
const CONVERT_SELECTION = 24;
const SEND_EVENT = 25;
const NO_OPERATION = 127;
const ERROR = 0;
const REPLY = 1;
const SELECTION_REQUEST = 30;
const SELECTION_NOTIFY = 31;
const GENERIC_EVENT = 35;

const STRING = 31;
const TEXTS: ReadonlySet<string> = new Set(["UTF8_STRING", "TEXT", "text/plain", "text/plain;charset=utf-8"]);
/** Targets that say what there is, and carry nothing of it. */
const LISTS: ReadonlySet<string> = new Set(["TARGETS", "TIMESTAMP", "MULTIPLE"]);
const MESSAGE_BYTES = 32;
const SETUP_HEAD_BYTES = 12;
const SETUP_REPLY_HEAD_BYTES = 8;
/** Behind the base and the mask of the client's resources; a display that refuses the client gives none. */
const SETUP_REPLY_IDS_END = 20;
const PROPERTY_HEAD_BYTES = 24;
/** The longest that an X server takes or gives, and somewhat more. */
const MAX_MESSAGE_BYTES = 17 * 1_048_576;
/** Of what a program gives the service in one piece: the longest that it can write at once. By several writes it can be of any length. */
const MAX_READ_BYTES = 16 * 1_048_576;
/** Of what a program gives it in pieces, all of which it holds: a screen of 8K as a picture. Whoever gives more than that does not end. */
const MAX_PIECES_BYTES = 128 * 1_048_576;
/** Requests whose answers are awaited; the service has a few. */
const MAX_AWAITED = 1_000;
/** Transfers in pieces that programs began; of more than these, the oldest is told as far as it came. */
const MAX_TRANSFERS = 1_000;

type Awaited =
  | { readonly kind: "atom"; readonly name: string }
  | { readonly kind: "property"; readonly key: string; offset: number };

interface Transfer {
  readonly format: string;
  readonly isLatin: boolean;
  readonly hash: ReturnType<typeof createHash>;
  bytes: number;
  /** Whether a piece came since somebody last looked. */
  isMoving: boolean;
}

/**
 * Watches what the clipboard service of RDP (xrdp-chansrv) says to the display, which is where its clipboard meets the desktop's
 * selections: what it writes to windows that are not its own (ChangeProperty, in pieces by INCR), whether a program asked for it or
 * not, and what it reads of a program (GetProperty).
 */
export function createSelectionWatch(handlers: SelectionWatchHandlers): SelectionWatch {
  const atoms = new Map<number, string>([[STRING, "STRING"]]);
  const awaited = new Map<number, Awaited>();
  /** Properties in which the service awaits something of a program. */
  const converting = new Set<number>();
  const transfers = new Map<string, Transfer>();
  /** Those that come in pieces until an empty one. */
  const inPieces = new Set<string>();
  /** What holds a text that the service finds empty. */
  const emptied = new Set<string>();
  let sequence = 0;
  let isServiceSetUp = false;
  let isDisplaySetUp = false;
  /** Windows that the service makes are these numbers, but for the bits of the mask. */
  let own = { base: 0, mask: 0 };
  /** A program may name the service's window as the place for its answer, and read it there. */
  let isOwnAsked = false;

  function begin(type: number): Transfer | undefined {
    const name = atoms.get(type);
    if (name === undefined) return undefined;
    const isLatin = type === STRING;
    return { format: isLatin || TEXTS.has(name) ? "text" : name, isLatin, hash: createHash("sha256"), bytes: 0, isMoving: true };
  }

  function add(transfer: Transfer, piece: Buffer): void {
    const content = transfer.isLatin ? Buffer.from(piece.toString("latin1"), "utf8") : piece;
    transfer.hash.update(content);
    transfer.bytes += content.length;
    transfer.isMoving = true;
  }

  function finish(key: string): void {
    const transfer = transfers.get(key);
    transfers.delete(key);
    inPieces.delete(key);
    if (!transfer || transfer.bytes === 0) return;
    const { format, bytes, hash } = transfer;
    const direction = isIn(key) ? "in" : "out";
    handlers.onCrossing({ direction, format, bytes, sha256: hash.digest("hex"), refused: null });
  }

  /** A piece of 8-bit data of this type; `isLast` where none follows of this property. */
  function take(key: string, type: number, piece: Buffer, isLast: boolean): void {
    const transfer = transfers.get(key) ?? begin(type);
    if (!transfer) return;
    transfers.set(key, transfer);
    add(transfer, piece);
    if (!isIn(key) && transfer.bytes > MAX_PIECES_BYTES) {
      handlers.onCrossing({ direction: "out", format: transfer.format, bytes: transfer.bytes, sha256: null, refused: "size" });
      throw new Error("a program gives the clipboard service more than it can hold");
    }
    if (inPieces.has(key) ? piece.length === 0 : isLast) finish(key);
  }

  const isIncr = (type: number): boolean => atoms.get(type) === "INCR";
  const isOwn = (window: number): boolean => (window & ~own.mask) >>> 0 === own.base;

  /** A program that never takes the last piece has the others all the same. */
  function beginPieces(key: string): void {
    finish(key);
    inPieces.add(key);
    if (inPieces.size <= MAX_TRANSFERS) return;
    const oldest = inPieces.values().find(isIn);
    if (oldest !== undefined) finish(oldest);
  }

  /** The service writes for a program. A text gets no NUL at its end, which the service leaves behind long ones. */
  function changeProperty(request: Buffer): Buffer {
    const at = request.readUInt16LE(2) === 0 ? 4 : 0;
    const window = request.readUInt32LE(4 + at);
    if (isOwn(window) && !isOwnAsked) return request;
    const key = `in ${window} ${request.readUInt32LE(8 + at)}`;
    const type = request.readUInt32LE(12 + at);
    const isContent = request.readUInt8(16 + at) === 8;
    if ((isContent || isIncr(type)) && !handlers.mayEnter()) return holdBack(request, at, key, type);
    if (isIncr(type)) {
      beginPieces(key);
      return request;
    }
    if (!isContent) return request;
    const content = request.subarray(PROPERTY_HEAD_BYTES + at, PROPERTY_HEAD_BYTES + at + request.readUInt32LE(20 + at));
    const isText = begin(type)?.format === "text";
    const kept = isText && !inPieces.has(key) ? withoutNul(content) : content;
    take(key, type, kept, true);
    return kept.length === content.length ? request : shortened(request, at, kept);
  }

  /** The service hears that there is nothing, as of a program that has none. */
  function keepInside(request: Buffer): Buffer {
    const [requestor, selection, target] = [request.readUInt32LE(4), request.readUInt32LE(8), request.readUInt32LE(12)];
    const { format = "text" } = begin(target) ?? {};
    if (!LISTS.has(format)) handlers.onCrossing({ direction: "out", format, bytes: 0, sha256: null, refused: "policy" });
    handlers.onHeldBack({ timestamp: request.readUInt32LE(20), requestor, selection, target });
    request[0] = NO_OPERATION;
    return request;
  }

  /** The program finds nothing where it was told to look. */
  function holdBack(request: Buffer, at: number, key: string, type: number): Buffer {
    const { format = "text" } = begin(type) ?? {};
    const bytes = isIncr(type) ? 0 : request.readUInt32LE(20 + at);
    finish(key);
    handlers.onCrossing({ direction: "in", format: isIncr(type) ? "text" : format, bytes, sha256: null, refused: "policy" });
    request[0] = NO_OPERATION;
    return request;
  }

  function judgeRequest(request: Buffer): Buffer {
    if (!isServiceSetUp) {
      isServiceSetUp = true;
      return request;
    }
    sequence = (sequence + 1) & 0xffff;
    switch (request.readUInt8(0)) {
      case INTERN_ATOM:
        expect({ kind: "atom", name: request.toString("latin1", 8, 8 + request.readUInt16LE(4)) });
        break;
      case CHANGE_PROPERTY:
        return changeProperty(request);
      case GET_PROPERTY:
        if (converting.has(request.readUInt32LE(8)))
          expect({ kind: "property", key: `out ${request.readUInt32LE(8)}`, offset: request.readUInt32LE(16) });
        break;
      case CONVERT_SELECTION:
        if (!handlers.mayLeave()) return keepInside(request);
        converting.add(request.readUInt32LE(16));
        for (const kept of [transfers, inPieces, emptied]) kept.delete(`out ${request.readUInt32LE(16)}`);
        break;
      case SEND_EVENT:
        if ((request.readUInt8(12) & 0x7f) === SELECTION_NOTIFY) handlers.onAnswered(requestIn(request.subarray(12), 8));
        break;
    }
    return request;
  }

  function expect(answer: Awaited): void {
    if (awaited.size >= MAX_AWAITED) throw new Error("the clipboard service does not wait for answers");
    awaited.set(sequence, answer);
  }

  /**
   * The service asks for the length first. A text becomes an empty one, of its closing zero alone: of nothing at all the service tells its
   * client nothing, and FreeRDP then waits, for whatever is copied later as well.
   */
  function hideContent(key: string, type: number, bytes: number, reply: Buffer): void {
    const { format = "text" } = begin(type) ?? {};
    if (format === "text") emptied.add(key);
    reply.writeUInt32LE(format === "text" ? 1 : 0, 12);
    handlers.onCrossing({ direction: "out", format, bytes, sha256: null, refused: "size" });
  }

  function emptyText(key: string, reply: Buffer): void {
    emptied.delete(key);
    reply.writeUInt32LE(0, 12);
    reply.writeUInt32LE(1, 16);
    reply.fill(0, MESSAGE_BYTES);
  }

  /** The service reads what a program gave it. */
  function readProperty(key: string, offset: number, reply: Buffer): void {
    const type = reply.readUInt32LE(8);
    if (isIncr(type)) {
      transfers.delete(key);
      inPieces.add(key);
      return;
    }
    const isEmpty = reply.readUInt32LE(16) === 0;
    const left = reply.readUInt32LE(12);
    if (isEmpty && left > MAX_READ_BYTES && !inPieces.has(key)) return hideContent(key, type, left, reply);
    if (!isEmpty && emptied.has(key)) return emptyText(key, reply);
    // An empty read of something that is there asks for its length; one of nothing at all is the end of pieces.
    if (reply.readUInt8(1) !== 8 || (isEmpty && (reply.readUInt32LE(12) > 0 || !inPieces.has(key)))) return;
    if (offset === 0 && !inPieces.has(key)) transfers.delete(key);
    const content = reply.subarray(MESSAGE_BYTES, MESSAGE_BYTES + reply.readUInt32LE(16));
    take(key, type, content, reply.readUInt32LE(12) === 0);
  }

  function judgeMessage(message: Buffer): Buffer {
    if (!isDisplaySetUp) {
      isDisplaySetUp = true;
      if (message.length >= SETUP_REPLY_IDS_END) own = { base: message.readUInt32LE(12), mask: message.readUInt32LE(16) };
      return message;
    }
    const type = message.readUInt8(0);
    if (type === ERROR || type === REPLY) {
      const answer = awaited.get(message.readUInt16LE(2));
      awaited.delete(message.readUInt16LE(2));
      if (type === ERROR || !answer) return message;
      if (answer.kind === "atom") atoms.set(message.readUInt32LE(8), answer.name);
      else readProperty(answer.key, answer.offset, message);
    }
    if ((type & 0x7f) === SELECTION_REQUEST) {
      const request = requestIn(message, 12);
      if (isOwn(request.requestor)) isOwnAsked = true;
      handlers.onRequested(request);
    }
    return message;
  }

  return {
    fromService: wholeMessages(
      MAX_MESSAGE_BYTES,
      (bytes) => (isServiceSetUp ? requestLength(bytes) : setupLength(bytes)),
      judgeRequest,
    ),
    fromDisplay: wholeMessages(
      MAX_MESSAGE_BYTES,
      (bytes) => (isDisplaySetUp ? messageLength(bytes) : setupReplyLength(bytes)),
      judgeMessage,
    ),
    tellUnfinished(isOver) {
      for (const [key, transfer] of transfers) {
        if (!isIn(key)) continue;
        if (transfer.isMoving && !isOver) transfer.isMoving = false;
        else finish(key);
      }
    },
  };
}

/** Of what the service writes; else it is what it reads. */
const isIn = (key: string): boolean => key.startsWith("in ");

/** Time, requestor, selection and target, which SelectionRequest and SelectionNotify have one after the other. */
const requestIn = (event: Buffer, requestorAt: number): SelectionRequest => ({
  timestamp: event.readUInt32LE(4),
  requestor: event.readUInt32LE(requestorAt),
  selection: event.readUInt32LE(requestorAt + 4),
  target: event.readUInt32LE(requestorAt + 8),
});

function withoutNul(content: Buffer): Buffer {
  let end = content.length;
  while (end > 0 && content[end - 1] === 0) end -= 1;
  return content.subarray(0, end);
}

/** A ChangeProperty request with other content, which is shorter. */
function shortened(request: Buffer, at: number, content: Buffer): Buffer {
  const bytes = Buffer.alloc(PROPERTY_HEAD_BYTES + at + padded(content.length));
  request.copy(bytes, 0, 0, PROPERTY_HEAD_BYTES + at);
  content.copy(bytes, PROPERTY_HEAD_BYTES + at);
  if (at === 0) bytes.writeUInt16LE(bytes.length / 4, 2);
  else bytes.writeUInt32LE(bytes.length / 4, 4);
  bytes.writeUInt32LE(content.length, 20 + at);
  return bytes;
}

function setupLength(bytes: Buffer): number | undefined {
  if (bytes[0] !== 0x6c) throw new Error("not an X client of little endian");
  if (bytes.length < SETUP_HEAD_BYTES) return undefined;
  return SETUP_HEAD_BYTES + padded(bytes.readUInt16LE(6)) + padded(bytes.readUInt16LE(8));
}

function requestLength(bytes: Buffer): number | undefined {
  if (bytes.length < 4) return undefined;
  const units = bytes.readUInt16LE(2);
  if (units > 0) return 4 * units;
  if (bytes.length < 8) return undefined;
  const big = bytes.readUInt32LE(4);
  if (big < 2) throw new Error("an X request without a length");
  return 4 * big;
}

const setupReplyLength = (bytes: Buffer): number | undefined =>
  bytes.length < SETUP_REPLY_HEAD_BYTES ? undefined : SETUP_REPLY_HEAD_BYTES + 4 * bytes.readUInt16LE(6);

function messageLength(bytes: Buffer): number | undefined {
  if (bytes.length < MESSAGE_BYTES) return undefined;
  const type = bytes.readUInt8(0);
  const hasBody = type === REPLY || (type & 0x7f) === GENERIC_EVENT;
  return MESSAGE_BYTES + (hasBody ? 4 * bytes.readUInt32LE(4) : 0);
}
