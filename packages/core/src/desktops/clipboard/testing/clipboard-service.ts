import { createHash } from "node:crypto";
import { padded } from "../../x/byte-order.ts";
import type { Crossing } from "../crossing.ts";
import type { SelectionRequest } from "../selection-request.ts";
import { createSelectionWatch } from "../selection-watch.ts";

// What xrdp's clipboard service and the display say to each other (X Window System Protocol, appendix B).

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
export const ATOMS = { UTF8_STRING: 300, INCR: 301, CLIPBOARD: 302, "image/bmp": 303, TARGETS: 304 } as const;
export const STRING = 31;
export const ATOM = 4;
export const PROGRAM = 0x400001;
export const SERVICE = 0x200001;
export const PROPERTY = 400;
/** A BMP of one pixel. */
export const ONE_PIXEL_BYTES = 58;

export const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index);
  return bytes;
};
const filled = (bytes: Buffer): Buffer => Buffer.concat([bytes], padded(bytes.length));
function request(opcode: number, detail: number, body: Buffer): Buffer {
  const head = Buffer.from([opcode, detail, 0, 0]);
  head.writeUInt16LE(1 + body.length / 4, 2);
  return Buffer.concat([head, body]);
}
export const intern = (name: string): Buffer => request(16, 0, Buffer.concat([words(name.length), filled(Buffer.from(name))]));
export const changeProperty = (type: number, content: Buffer, format = 8, window = PROGRAM): Buffer =>
  request(18, 0, Buffer.concat([words(window, PROPERTY, type, format, (8 * content.length) / format), filled(content)]));
export const getProperty = (units: number): Buffer => request(20, 0, words(SERVICE, PROPERTY, 0, 0, units));
export const convert = (target: number): Buffer => request(24, 0, words(SERVICE, ATOMS.CLIPBOARD, target, PROPERTY, 0));
export const notify = request(
  25,
  0,
  Buffer.concat([words(PROGRAM, 0), Buffer.from([31, 0, 0, 0]), words(7, PROGRAM, 302, 300, PROPERTY, 0, 0)]),
);
export const setup = Buffer.concat([Buffer.from("6c000b0000000000", "hex"), Buffer.alloc(4)]);

export function message(type: number, sequence: number, body: Buffer, rest: Buffer = Buffer.alloc(0)): Buffer {
  const bytes = Buffer.concat([Buffer.from([type, 0, 0, 0]), body], 32);
  bytes.writeUInt16LE(sequence, 2);
  return Buffer.concat([bytes, rest]);
}
export const setupReply = Buffer.concat([Buffer.from("01000b0000000300", "hex"), words(1, SERVICE & ~0x1fffff, 0x1fffff)]);
export const selectionRequest = (target: number): Buffer =>
  message(30, 0, words(7, SERVICE, PROGRAM, ATOMS.CLIPBOARD, target, PROPERTY));
export const internReply = (sequence: number, atom: number): Buffer => message(1, sequence, words(0, atom));
export function propertyReply(sequence: number, type: number, content: Buffer, left = 0): Buffer {
  const reply = message(1, sequence, words(padded(content.length) / 4, type, left, content.length), filled(content));
  reply[1] = content.length === 0 && type === 0 ? 0 : 8;
  return reply;
}

export function startWatch(mayEnter = () => true, crossings: Crossing[] = [], mayLeave = () => true, cutsCharacters = false) {
  const told: string[] = [];
  /** Whether the service waits for a program, each time that it was said. */
  const waits: boolean[] = [];
  const tell = (what: string) => (one: SelectionRequest) => void told.push(`${what} ${one.requestor} ${one.target}`);
  /** What the service heard besides what the display says. */
  const events: Buffer[] = [];
  const watch = createSelectionWatch(
    {
      onEvent: (event) => void events.push(event),
      mayEnter,
      mayLeave,
      onHeldBack: tell("held back"),
      onWaiting: () => void waits.push(true),
      onGiven: () => void waits.push(false),
      onCrossing: (crossing) => void crossings.push(crossing),
      onRequested: tell("requested"),
      onAnswered: tell("answered"),
    },
    { cutsCharacters },
  );
  let sequence = 0;
  const say = (bytes: Buffer): Buffer => {
    sequence += 1;
    return watch.fromService(bytes);
  };
  watch.fromService(setup);
  watch.fromDisplay(setupReply);
  for (const [name, atom] of Object.entries(ATOMS)) {
    say(intern(name));
    watch.fromDisplay(internReply(sequence, atom));
  }
  /** The service reads its property, and this is there. */
  const read = (type: number, content: string, left = 0): void => {
    say(getProperty(left > 0 ? 0 : 1_000));
    watch.fromDisplay(propertyReply(sequence, type, Buffer.from(content), left));
  };
  /** What the service finds when it asks how long its property is, and then for so much. */
  const find = (type: number, content: Buffer, format = 8): Buffer[] =>
    [0, 1_000].map((units) => {
      say(getProperty(units));
      const there = units === 0 ? Buffer.alloc(0) : content;
      const reply = propertyReply(sequence, type, there, units === 0 ? content.length : 0);
      if (type !== 0) reply[1] = format;
      reply.writeUInt32LE((8 * there.length) / format, 16);
      return watch.fromDisplay(reply);
    });
  return { watch, say, read, find, crossings, events, told, waits };
}
