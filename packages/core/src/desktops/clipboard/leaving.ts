import { putProperty, refuseSelection } from "../x/x-requests.ts";
import { type Atoms, beginTransfer, type Crossing, type Transfer } from "./crossing.ts";
import { asHalves, unfinishedBytes } from "./halves.ts";
import { NO_PICTURE, NO_TEXT, PICTURE, withContent } from "./no-content.ts";
import { requestIn, type SelectionRequest } from "./selection-request.ts";
import { MESSAGE_BYTES } from "./x-lengths.ts";

export interface LeavingHandlers {
  /** Whether the service may ask a program for something now; asked again for each. */
  mayLeave(): boolean;
  /** What the service asked for and must not get: it waits for an answer. */
  onHeldBack(request: SelectionRequest): void;
  /** The service waits for what a program has, or for the next piece of it. */
  onWaiting(): void;
  /** It waits no more. */
  onGiven(): void;
  onCrossing(crossing: Crossing): void;
}

/** A read of what a program gave the service, whose answer is awaited. */
export interface PropertyRead {
  readonly property: number;
  readonly offset: number;
  readonly units: number;
}

/** What the clipboard service asks of programs of the desktop. */
export interface Leaving {
  /** A ConvertSelection request; returns what goes on. */
  convertSelection(request: Buffer): Buffer;
  /** A program's answer; returns what the service hears of it. */
  selectionNotify(event: Buffer): Buffer;
  /** A GetProperty request; undefined where it asks for nothing that a program gives. */
  readIn(request: Buffer): PropertyRead | undefined;
  /** The display's answer to it; returns what the service finds. */
  readProperty(read: PropertyRead, reply: Buffer): Buffer;
  /** The request to the display by which the service hears of the end of what it waits for; undefined where it waits for nothing. */
  endWaiting(): Buffer | undefined;
}

const STRING = 31;
const NO_OPERATION = 127;
/** Targets that say what there is, and carry nothing of it. */
const LISTS: ReadonlySet<string> = new Set(["TARGETS", "TIMESTAMP", "MULTIPLE"]);
/** Of what a program gives the service in one piece: the longest that it can write at once. By several writes it can be of any length. */
const MAX_READ_BYTES = 16 * 1_048_576;
/** Of what a program gives it in pieces, all of which it holds: a screen of 8K as a picture. Whoever gives more than that does not end. */
const MAX_PIECES_BYTES = 128 * 1_048_576;

const UNSAID = Buffer.alloc(0);

export function createLeaving(handlers: LeavingHandlers, atoms: Atoms, options: { readonly cutsCharacters: boolean }): Leaving {
  /** Properties in which the service awaits something of a program. */
  const converting = new Set<number>();
  const transfers = new Map<number, Transfer>();
  /** Those that come in pieces until an empty one. */
  const inPieces = new Set<number>();
  /** Where the service finds nothing, whatever is there. */
  const emptied = new Set<number>();
  /** What came of a character that a piece ended in. */
  let unfinished: Buffer = Buffer.alloc(0);
  /** What the service wants of a program, and has not got yet. */
  let wanted: (SelectionRequest & { readonly property: number }) | undefined;

  /** A piece of 8-bit data of this type; `isLast` where none follows of this property. */
  function take(property: number, type: number, piece: Buffer, isLast: boolean): void {
    // The service takes what a program gives it for what it asked for, whatever the program calls it.
    const read = wanted?.property === property ? wanted.target : type;
    const format = atoms.formatOf(read);
    const transfer = transfers.get(property) ?? (format === undefined ? undefined : beginTransfer(format, read));
    if (!transfer) return;
    transfers.set(property, transfer);
    transfer.add(piece);
    if (transfer.bytes > MAX_PIECES_BYTES) {
      handlers.onCrossing({ direction: "out", format: transfer.format, bytes: transfer.bytes, sha256: null, refused: "size" });
      throw new Error("a program gives the clipboard service more than it can hold");
    }
    if (inPieces.has(property) ? piece.length > 0 : !isLast) return waits(property);
    transfers.delete(property);
    inPieces.delete(property);
    const crossing = transfer.finish("out");
    if (crossing) handlers.onCrossing(crossing);
    waitNoMore(property);
  }

  function waitNoMore(property: number): void {
    if (wanted?.property !== property) return;
    wanted = undefined;
    handlers.onGiven();
  }
  function waits(property: number): void {
    if (wanted?.property === property) handlers.onWaiting();
  }

  const nothingFor = (property: number): Buffer =>
    wanted?.property === property && atoms.nameOf(wanted.target) === PICTURE ? NO_PICTURE : NO_TEXT;

  function giveNothing(property: number, isLength: boolean, reply: Buffer): Buffer {
    const given = withContent(reply, nothingFor(property), isLength);
    if (isLength) return given;
    emptied.delete(property);
    if (!inPieces.has(property)) waitNoMore(property);
    else if (!transfers.has(property)) transfers.set(property, beginTransfer("text", 0));
    return given;
  }

  /** What the service makes the text of. An empty piece is the last one. */
  function inHalves(content: Buffer, isPiece: boolean): Buffer {
    if (content.length === 0) return content;
    const text = Buffer.concat([unfinished, content]);
    const left = isPiece ? unfinishedBytes(text) : 0;
    unfinished = left < text.length ? Buffer.from(text.subarray(text.length - left)) : Buffer.alloc(0);
    return asHalves(text.subarray(0, text.length - unfinished.length));
  }

  return {
    convertSelection(request) {
      const [requestor, selection, target] = [request.readUInt32LE(4), request.readUInt32LE(8), request.readUInt32LE(12)];
      const format = atoms.formatOf(target) ?? "text";
      const isList = LISTS.has(format);
      // In a place of its own: the service would take a list for the next piece of a text for which it still waits.
      if (isList) request.writeUInt32LE(target, 16);
      const [property, timestamp] = [request.readUInt32LE(16), request.readUInt32LE(20)];
      for (const kept of [transfers, inPieces, emptied]) kept.delete(property);
      converting.add(property);
      if (!isList) {
        unfinished = Buffer.alloc(0);
        wanted = { timestamp, requestor, selection, target, property };
        handlers.onWaiting();
      }
      if (handlers.mayLeave()) return request;
      if (!isList) {
        emptied.add(property);
        handlers.onCrossing({ direction: "out", format, bytes: 0, sha256: null, refused: "policy" });
      }
      handlers.onHeldBack({ timestamp, requestor, selection, target });
      request[0] = NO_OPERATION;
      return request;
    },

    /**
     * The service reads and gives its client whatever it is told of, and from wherever: what it did not ask for it does not hear of, and in
     * the place that it named it finds nothing where the program has nothing, as the display says for one that is gone, or names another
     * place.
     */
    selectionNotify(event) {
      const { requestor, selection, target } = requestIn(event, 8);
      const isList = LISTS.has(atoms.formatOf(target) ?? "");
      const asked =
        wanted?.requestor === requestor && wanted.selection === selection && wanted.target === target ? wanted : undefined;
      if (!isList && !asked) return UNSAID;
      const property = asked?.property ?? target;
      if (event.readUInt32LE(20) === property) return event;
      if (asked) emptied.add(asked.property);
      event.writeUInt32LE(asked ? property : 0, 20);
      return event;
    },

    readIn(request) {
      const property = request.readUInt32LE(8);
      if (!converting.has(property)) return undefined;
      return { property, offset: request.readUInt32LE(16), units: request.readUInt32LE(20) };
    },

    readProperty({ property, offset, units }, reply) {
      const isLength = units === 0;
      if (emptied.has(property)) return giveNothing(property, isLength, reply);
      const type = reply.readUInt32LE(8);
      if (atoms.isIncr(type)) {
        transfers.delete(property);
        inPieces.add(property);
        waits(property);
        return reply;
      }
      const isEmpty = reply.readUInt32LE(16) === 0;
      const left = reply.readUInt32LE(12);
      if (isLength && !inPieces.has(property)) {
        const isTooLong = left > MAX_READ_BYTES;
        if (!isTooLong && left > 0) return reply;
        const format = atoms.formatOf(type) ?? "text";
        if (isTooLong) handlers.onCrossing({ direction: "out", format, bytes: left, sha256: null, refused: "size" });
        else if (wanted?.property !== property) return reply;
        emptied.add(property);
        return giveNothing(property, isLength, reply);
      }
      // Bytes in other units the service takes for a text as well.
      if (wanted?.property === property && !isEmpty && reply.readUInt8(1) !== 8) return giveNothing(property, isLength, reply);
      // An empty read of something that is there asks for its length; one of nothing at all is the end of pieces.
      if (reply.readUInt8(1) !== 8 || (isEmpty && (left > 0 || !inPieces.has(property)))) return reply;
      if (offset === 0 && !inPieces.has(property)) transfers.delete(property);
      const content = reply.subarray(MESSAGE_BYTES, MESSAGE_BYTES + reply.readUInt32LE(16));
      const isText = wanted?.property === property && atoms.formatOf(wanted.target) === "text";
      take(property, type, content, left === 0);
      if (!isText || !options.cutsCharacters || left > 0) return reply;
      return withContent(reply, inHalves(content, inPieces.has(property)), false);
    },

    endWaiting() {
      if (!wanted) return undefined;
      const { property, requestor } = wanted;
      if (!inPieces.has(property)) return refuseSelection(wanted);
      // Pieces end with an empty one, and of none at all the service tells its client nothing.
      const isBegun = transfers.has(property);
      if (!isBegun) emptied.add(property);
      return putProperty(requestor, property, STRING, isBegun ? Buffer.alloc(0) : nothingFor(property));
    },
  };
}
