import { padded } from "../x/byte-order.ts";
import { type Atoms, beginTransfer, type Crossing, type Transfer } from "./crossing.ts";
import { unfinishedDigits, withoutDigits } from "./wide-characters.ts";

/** Where a program wants what it asked for. */
export interface Place {
  readonly window: number;
  readonly property: number;
}

export interface EnteringHandlers {
  /** Whether something may come in now; asked again for each. */
  mayEnter(): boolean;
  /** The service waits for a program to take a piece there, which none will: it must hear that one did, and goes through the rest. */
  onUntaken(place: Place): void;
  onCrossing(crossing: Crossing): void;
}

/** What the clipboard service writes for programs of the desktop. */
export interface Entering {
  /** A ChangeProperty request for a window that is not the service's own; returns what goes on. */
  changeProperty(request: Buffer): Buffer;
  /** A window is not there, to which the service wrote. */
  windowGone(window: number): void;
  /**
   * Tells what came in pieces of which none came since the call before; `isOver`: also what is on its way. Returns where programs took
   * none for so long that the service goes through the rest by itself.
   */
  tellUnfinished(isOver: boolean): readonly Place[];
}

const NO_OPERATION = 127;
const PROPERTY_HEAD_BYTES = 24;
/** Transfers in pieces that programs began; of more than these, the oldest is told as far as it came. */
const MAX_TRANSFERS = 1_000;
/** Looks at a program that takes no piece, after which it is taken for one that takes none any more: the service has no other clipboard meanwhile. */
const MAX_LOOKS = 5;

/** Pieces that come until an empty one. */
interface Pieces extends Place {
  /** How often somebody looked since the last one. */
  looks: number;
}

export function createEntering(
  handlers: EnteringHandlers,
  atoms: Atoms,
  options: { readonly cutsCharacters: boolean },
): Entering {
  const transfers = new Map<string, Transfer>();
  const inPieces = new Map<string, Pieces>();
  /** Whose pieces the service goes through, and nobody gets. */
  const untaken = new Set<string>();
  /** What came of a wide character's digits at the end of a piece. */
  const unfinished = new Map<string, Buffer>();

  function tell(key: string): void {
    const crossing = transfers.get(key)?.finish("in");
    transfers.delete(key);
    if (crossing) handlers.onCrossing(crossing);
  }

  function finish(key: string): void {
    tell(key);
    inPieces.delete(key);
    unfinished.delete(key);
  }

  function leaveUntaken(key: string, place: Place): void {
    finish(key);
    untaken.add(key);
    handlers.onUntaken(place);
  }

  function take(key: string, type: number, piece: Buffer): void {
    const format = atoms.formatOf(type);
    const transfer = transfers.get(key) ?? (format === undefined ? undefined : beginTransfer(format, type));
    if (!transfer) return;
    transfers.set(key, transfer);
    transfer.add(piece);
    if (!inPieces.has(key) || piece.length === 0) finish(key);
  }

  /** A program that never takes the last piece has the others all the same. */
  function beginPieces(key: string, place: Place): void {
    finish(key);
    untaken.delete(key);
    inPieces.set(key, { ...place, looks: 0 });
    if (inPieces.size <= MAX_TRANSFERS) return;
    const [oldest] = inPieces.keys();
    if (oldest !== undefined) finish(oldest);
  }

  /** The program finds nothing where it was told to look. */
  function holdBack(request: Buffer, at: number, key: string, place: Place): Buffer {
    const type = request.readUInt32LE(12 + at);
    const isIncr = atoms.isIncr(type);
    const format = isIncr ? "text" : (atoms.formatOf(type) ?? "text");
    const bytes = isIncr ? 0 : request.readUInt32LE(20 + at);
    const isPiece = isIncr || inPieces.has(key);
    finish(key);
    handlers.onCrossing({ direction: "in", format, bytes, sha256: null, refused: "policy" });
    if (isPiece) leaveUntaken(key, place);
    return unsaid(request);
  }

  function goThrough(request: Buffer, at: number, key: string, place: Place): Buffer {
    if (request.readUInt32LE(20 + at) === 0) untaken.delete(key);
    else handlers.onUntaken(place);
    return unsaid(request);
  }

  /** The text as the client gave it. An empty piece is the last one. */
  function asGiven(key: string, content: Buffer): Buffer {
    const said = withoutNul(content);
    if (!options.cutsCharacters || said.length === 0) return said;
    if (!inPieces.has(key)) return withoutDigits(said);
    const text = Buffer.concat([unfinished.get(key) ?? Buffer.alloc(0), said]);
    const whole = text.length - unfinishedDigits(text);
    unfinished.set(key, Buffer.from(text.subarray(whole)));
    return withoutDigits(text.subarray(0, whole));
  }

  return {
    /** A text gets no NUL at its end, which the service leaves behind long ones. */
    changeProperty(request) {
      const at = request.readUInt16LE(2) === 0 ? 4 : 0;
      const place = { window: request.readUInt32LE(4 + at), property: request.readUInt32LE(8 + at) };
      const key = `${place.window} ${place.property}`;
      const type = request.readUInt32LE(12 + at);
      const isContent = request.readUInt8(16 + at) === 8;
      if (isContent && untaken.has(key)) return goThrough(request, at, key, place);
      if ((isContent || atoms.isIncr(type)) && !handlers.mayEnter()) return holdBack(request, at, key, place);
      if (atoms.isIncr(type)) {
        beginPieces(key, place);
        return request;
      }
      if (!isContent) return request;
      const pieces = inPieces.get(key);
      if (pieces) pieces.looks = 0;
      const content = request.subarray(PROPERTY_HEAD_BYTES + at, PROPERTY_HEAD_BYTES + at + request.readUInt32LE(20 + at));
      const isText = atoms.formatOf(type) === "text";
      const kept = isText ? asGiven(key, content) : content;
      take(key, type, kept);
      return kept.equals(content) ? request : withText(request, at, kept);
    },
    windowGone(window) {
      for (const [key, pieces] of [...inPieces]) if (pieces.window === window) leaveUntaken(key, pieces);
    },
    tellUnfinished(isOver) {
      for (const [key, transfer] of transfers) {
        if (transfer.isMoving && !isOver) transfer.isMoving = false;
        else tell(key);
      }
      if (isOver) return [];
      for (const pieces of inPieces.values()) pieces.looks += 1;
      const left = [...inPieces].filter(([, { looks }]) => looks >= MAX_LOOKS);
      for (const [key, pieces] of left) leaveUntaken(key, pieces);
      return left.map(([, pieces]) => pieces);
    },
  };
}

function unsaid(request: Buffer): Buffer {
  request[0] = NO_OPERATION;
  return request;
}

function withoutNul(content: Buffer): Buffer {
  let end = content.length;
  while (end > 0 && content[end - 1] === 0) end -= 1;
  return content.subarray(0, end);
}

/** A ChangeProperty request with another text: a longer one may need the longer form of the request (BIG-REQUESTS), which Xlib asks for. */
function withText(request: Buffer, at: number, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  const rest = request.subarray(4 + at, PROPERTY_HEAD_BYTES + at);
  const units = (PROPERTY_HEAD_BYTES + padded(content.length)) / 4;
  request.copy(head, 0, 0, 2);
  if (units <= 0xffff) head.writeUInt16LE(units, 2);
  else head.writeUInt32LE(units + 1, 4);
  const bytes = Buffer.concat(
    [head.subarray(0, units <= 0xffff ? 4 : 8), rest, content],
    4 * (units <= 0xffff ? units : units + 1),
  );
  bytes.writeUInt32LE(content.length, bytes.length - padded(content.length) - 4);
  return bytes;
}
