import { createHash } from "node:crypto";
import { padded } from "../x/byte-order.ts";
import { putProperty, refuseSelection } from "../x/x-requests.ts";
import { asHalves, unfinishedBytes } from "./halves.ts";
import { NO_PICTURE, NO_TEXT, PICTURE, withContent } from "./no-content.ts";
import { wholeMessages } from "./whole-messages.ts";
import { MESSAGE_BYTES, messageLength, REPLY, requestLength, setupLength, setupReplyLength } from "./x-lengths.ts";

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
  /** The service waits for what a program has, or for the next piece of it. */
  onWaiting(): void;
  /** It waits no more. */
  onGiven(): void;
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
  /** The request to the display by which the service hears of the end of what it waits for; undefined where it waits for nothing. */
  endWaiting(): Buffer | undefined;
}

const CHANGE_PROPERTY = 18;
const INTERN_ATOM = 16;
const GET_PROPERTY = 20;
const CONVERT_SELECTION = 24;
const SEND_EVENT = 25;
const NO_OPERATION = 127;
const ERROR = 0;
const SELECTION_REQUEST = 30;
const SELECTION_NOTIFY = 31;

const STRING = 31;
const TEXTS: ReadonlySet<string> = new Set(["UTF8_STRING", "TEXT", "text/plain", "text/plain;charset=utf-8"]);
/** Targets that say what there is, and carry nothing of it. */
const LISTS: ReadonlySet<string> = new Set(["TARGETS", "TIMESTAMP", "MULTIPLE"]);
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

const UNSAID = Buffer.alloc(0);

type Awaited =
  | { readonly kind: "atom"; readonly name: string }
  | { readonly kind: "property"; readonly key: string; readonly offset: number; readonly units: number };

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
export function createSelectionWatch(
  handlers: SelectionWatchHandlers,
  { cutsCharacters }: { readonly cutsCharacters: boolean },
): SelectionWatch {
  const atoms = new Map<number, string>([[STRING, "STRING"]]);
  const awaited = new Map<number, Awaited>();
  /** Properties in which the service awaits something of a program. */
  const converting = new Set<number>();
  const transfers = new Map<string, Transfer>();
  /** Those that come in pieces until an empty one. */
  const inPieces = new Set<string>();
  /** What came of a character that a piece ended in. */
  let unfinished: Buffer = Buffer.alloc(0);
  /** Where the service finds nothing, whatever is there. */
  const emptied = new Set<string>();
  /** What the service wants of a program, and has not got yet. */
  let wanted: (SelectionRequest & { readonly property: number; readonly key: string }) | undefined;
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
    // The service takes what a program gives it for what it asked for, whatever the program calls it.
    const transfer = transfers.get(key) ?? begin(wanted?.key === key ? wanted.target : type);
    if (!transfer) return;
    transfers.set(key, transfer);
    add(transfer, piece);
    if (!isIn(key) && transfer.bytes > MAX_PIECES_BYTES) {
      handlers.onCrossing({ direction: "out", format: transfer.format, bytes: transfer.bytes, sha256: null, refused: "size" });
      throw new Error("a program gives the clipboard service more than it can hold");
    }
    if (inPieces.has(key) ? piece.length === 0 : isLast) {
      finish(key);
      waitNoMore(key);
    } else waits(key);
  }

  function waitNoMore(key: string): void {
    if (wanted?.key !== key) return;
    wanted = undefined;
    handlers.onGiven();
  }
  function waits(key: string): void {
    if (wanted?.key === key) handlers.onWaiting();
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

  /** The service asks whoever has the clipboard for something. */
  function convertSelection(request: Buffer): Buffer {
    const [requestor, selection, target] = [request.readUInt32LE(4), request.readUInt32LE(8), request.readUInt32LE(12)];
    const { format = "text" } = begin(target) ?? {};
    const isList = LISTS.has(format);
    // In a place of its own: the service would take a list for the next piece of a text for which it still waits.
    if (isList) request.writeUInt32LE(target, 16);
    const [property, timestamp] = [request.readUInt32LE(16), request.readUInt32LE(20)];
    const key = `out ${property}`;
    for (const kept of [transfers, inPieces, emptied]) kept.delete(key);
    converting.add(property);
    if (!isList) {
      unfinished = Buffer.alloc(0);
      wanted = { timestamp, requestor, selection, target, property, key };
      handlers.onWaiting();
    }
    if (handlers.mayLeave()) return request;
    if (!isList) {
      emptied.add(key);
      handlers.onCrossing({ direction: "out", format, bytes: 0, sha256: null, refused: "policy" });
    }
    handlers.onHeldBack({ timestamp, requestor, selection, target });
    request[0] = NO_OPERATION;
    return request;
  }

  /**
   * A program answers the service, which reads and gives its client whatever it is told of, and from wherever: what it did not ask for it
   * does not hear of, and in the place that it named it finds nothing where the program has nothing, as the display says for one that is
   * gone, or names another place.
   */
  function selectionNotify(event: Buffer): Buffer {
    const { requestor, selection, target } = requestIn(event, 8);
    const isList = LISTS.has(begin(target)?.format ?? "");
    const asked =
      wanted?.requestor === requestor && wanted.selection === selection && wanted.target === target ? wanted : undefined;
    if (!isList && !asked) return UNSAID;
    const property = asked?.property ?? target;
    if (event.readUInt32LE(20) === property) return event;
    if (asked) emptied.add(asked.key);
    event.writeUInt32LE(asked ? property : 0, 20);
    return event;
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
          expect({
            kind: "property",
            key: `out ${request.readUInt32LE(8)}`,
            offset: request.readUInt32LE(16),
            units: request.readUInt32LE(20),
          });
        break;
      case CONVERT_SELECTION:
        return convertSelection(request);
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

  const nothingFor = (key: string): Buffer =>
    wanted?.key === key && atoms.get(wanted.target) === PICTURE ? NO_PICTURE : NO_TEXT;

  function giveNothing(key: string, isLength: boolean, reply: Buffer): Buffer {
    const given = withContent(reply, nothingFor(key), isLength);
    if (isLength) return given;
    emptied.delete(key);
    if (!inPieces.has(key)) waitNoMore(key);
    else if (!transfers.has(key))
      transfers.set(key, { format: "text", isLatin: false, hash: createHash("sha256"), bytes: 0, isMoving: true });
    return given;
  }

  /** The service reads what a program gave it. */
  function readProperty({ key, offset, units }: Extract<Awaited, { kind: "property" }>, reply: Buffer): Buffer {
    const isLength = units === 0;
    if (emptied.has(key)) return giveNothing(key, isLength, reply);
    const type = reply.readUInt32LE(8);
    if (isIncr(type)) {
      transfers.delete(key);
      inPieces.add(key);
      waits(key);
      return reply;
    }
    const isEmpty = reply.readUInt32LE(16) === 0;
    const left = reply.readUInt32LE(12);
    if (isLength && !inPieces.has(key)) {
      const isTooLong = left > MAX_READ_BYTES;
      if (!isTooLong && left > 0) return reply;
      const { format = "text" } = begin(type) ?? {};
      if (isTooLong) handlers.onCrossing({ direction: "out", format, bytes: left, sha256: null, refused: "size" });
      else if (wanted?.key !== key) return reply;
      emptied.add(key);
      return giveNothing(key, isLength, reply);
    }
    // Bytes in other units the service takes for a text as well.
    if (wanted?.key === key && !isEmpty && reply.readUInt8(1) !== 8) return giveNothing(key, isLength, reply);
    // An empty read of something that is there asks for its length; one of nothing at all is the end of pieces.
    if (reply.readUInt8(1) !== 8 || (isEmpty && (left > 0 || !inPieces.has(key)))) return reply;
    if (offset === 0 && !inPieces.has(key)) transfers.delete(key);
    const content = reply.subarray(MESSAGE_BYTES, MESSAGE_BYTES + reply.readUInt32LE(16));
    const isText = wanted?.key === key && begin(wanted.target)?.format === "text";
    take(key, type, content, left === 0);
    return isText && cutsCharacters && left === 0 ? withContent(reply, inHalves(content, inPieces.has(key)), false) : reply;
  }

  /** What the service makes the text of. An empty piece is the last one. */
  function inHalves(content: Buffer, isPiece: boolean): Buffer {
    if (content.length === 0) return content;
    const text = Buffer.concat([unfinished, content]);
    const left = isPiece ? unfinishedBytes(text) : 0;
    unfinished = left < text.length ? Buffer.from(text.subarray(text.length - left)) : Buffer.alloc(0);
    return asHalves(text.subarray(0, text.length - unfinished.length));
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
      else return readProperty(answer, message);
    }
    if ((type & 0x7f) === SELECTION_NOTIFY) return selectionNotify(message);
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
    endWaiting() {
      if (!wanted) return undefined;
      const { key, property, requestor } = wanted;
      if (!inPieces.has(key)) return refuseSelection(wanted);
      // Pieces end with an empty one, and of none at all the service tells its client nothing.
      const isBegun = transfers.has(key);
      if (!isBegun) emptied.add(key);
      return putProperty(requestor, property, STRING, isBegun ? Buffer.alloc(0) : nothingFor(key));
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
