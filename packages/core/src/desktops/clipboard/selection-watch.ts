import { createAtoms } from "./crossing.ts";
import { createEntering, type EnteringHandlers, type Place } from "./entering.ts";
import { createLeaving, type LeavingHandlers, type PropertyRead } from "./leaving.ts";
import { requestIn, type SelectionRequest } from "./selection-request.ts";
import { wholeMessages } from "./whole-messages.ts";
import { MESSAGE_BYTES, messageLength, REPLY, requestLength, setupLength, setupReplyLength } from "./x-lengths.ts";

export interface SelectionWatchHandlers extends Omit<EnteringHandlers, "onUntaken">, LeavingHandlers {
  /** What the service must hear from the display besides what that says. */
  onEvent(event: Buffer): void;
  /** A program wants what the service has. */
  onRequested(request: SelectionRequest): void;
  onAnswered(request: SelectionRequest): void;
}

export interface SelectionWatch {
  /** What the clipboard service says to the display, and what goes on. Throws on what is not X in little endian. */
  fromService(chunk: Buffer): Buffer;
  fromDisplay(chunk: Buffer): Buffer;
  /**
   * Tells what came into the desktop in pieces of which none came since the call before; `isOver`: also what is on its way. Returns where
   * programs took none for so long that they get no more.
   */
  tellUnfinished(isOver: boolean): readonly Place[];
  /** The request to the display by which the service hears of the end of what it waits for; undefined where it waits for nothing. */
  endWaiting(): Buffer | undefined;
}

const CHANGE_PROPERTY = 18;
const INTERN_ATOM = 16;
const GET_PROPERTY = 20;
const CONVERT_SELECTION = 24;
const SEND_EVENT = 25;
const ERROR = 0;
const BAD_WINDOW = 3;
const PROPERTY_NOTIFY = 28;
const SELECTION_REQUEST = 30;
const SELECTION_NOTIFY = 31;

/** Behind the base and the mask of the client's resources; a display that refuses the client gives none. */
const SETUP_REPLY_IDS_END = 20;
/** The longest that an X server takes or gives, and somewhat more. */
const MAX_MESSAGE_BYTES = 17 * 1_048_576;
/** Requests whose answers are awaited; the service has a few. */
const MAX_AWAITED = 1_000;

type Awaited = { readonly kind: "atom"; readonly name: string } | ({ readonly kind: "property" } & PropertyRead);

/**
 * Watches what the clipboard service of RDP (xrdp-chansrv) says to the display, which is where its clipboard meets the desktop's
 * selections: what it writes to windows that are not its own (ChangeProperty, in pieces by INCR), whether a program asked for it or
 * not, and what it reads of a program (GetProperty).
 */
export function createSelectionWatch(
  handlers: SelectionWatchHandlers,
  options: { readonly cutsCharacters: boolean },
): SelectionWatch {
  const atoms = createAtoms();
  const entering = createEntering(
    { ...handlers, onUntaken: (place) => handlers.onEvent(propertyDeleted(place, heard)) },
    atoms,
    options,
  );
  const leaving = createLeaving(handlers, atoms, options);
  const awaited = new Map<number, Awaited>();
  let sequence = 0;
  /** Number of the service's request that the display dealt with last. */
  let heard = 0;
  let isServiceSetUp = false;
  let isDisplaySetUp = false;
  /** Windows that the service makes are these numbers, but for the bits of the mask. */
  let own = { base: 0, mask: 0 };
  /** A program may name the service's window as the place for its answer, and read it there. */
  let isOwnAsked = false;

  const isOwn = (window: number): boolean => (window & ~own.mask) >>> 0 === own.base;
  const windowIn = (request: Buffer): number => request.readUInt32LE(request.readUInt16LE(2) === 0 ? 8 : 4);

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
        return isOwn(windowIn(request)) && !isOwnAsked ? request : entering.changeProperty(request);
      case GET_PROPERTY: {
        const read = leaving.readIn(request);
        if (read) expect({ kind: "property", ...read });
        break;
      }
      case CONVERT_SELECTION:
        return leaving.convertSelection(request);
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

  function judgeMessage(message: Buffer): Buffer {
    if (!isDisplaySetUp) {
      isDisplaySetUp = true;
      if (message.length >= SETUP_REPLY_IDS_END) own = { base: message.readUInt32LE(12), mask: message.readUInt32LE(16) };
      return message;
    }
    const type = message.readUInt8(0);
    heard = message.readUInt16LE(2);
    if (type === ERROR && message[1] === BAD_WINDOW && message[10] === CHANGE_PROPERTY)
      entering.windowGone(message.readUInt32LE(4));
    if (type === ERROR || type === REPLY) {
      const answer = awaited.get(message.readUInt16LE(2));
      awaited.delete(message.readUInt16LE(2));
      if (type === ERROR || !answer) return message;
      if (answer.kind === "atom") atoms.name(message.readUInt32LE(8), answer.name);
      else return leaving.readProperty(answer, message);
    }
    if ((type & 0x7f) === SELECTION_NOTIFY) return leaving.selectionNotify(message);
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
    tellUnfinished: entering.tellUnfinished,
    endWaiting: leaving.endWaiting,
  };
}

/** The event by which the service hears that a program took a piece (PropertyNotify, state Deleted). */
function propertyDeleted({ window, property }: Place, sequence: number): Buffer {
  const event = Buffer.alloc(MESSAGE_BYTES);
  event[0] = PROPERTY_NOTIFY;
  event.writeUInt16LE(sequence, 2);
  event.writeUInt32LE(window, 4);
  event.writeUInt32LE(property, 8);
  event[16] = 1;
  return event;
}
