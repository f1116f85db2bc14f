import { padded } from "./byte-order.ts";

// Requests of the X protocol, little endian (X Window System Protocol, 9 and appendix B).

const filled = (bytes: Buffer): Buffer => Buffer.concat([bytes], padded(bytes.length));
const u16 = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8]);
function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index);
  return bytes;
}
const request = (opcode: number, detail: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([opcode, detail]), u16(1 + body.length / 4), body]);
const named = (opcode: number, detail: number, name: string): Buffer =>
  request(opcode, detail, Buffer.concat([u16(name.length), u16(0), filled(Buffer.from(name, "latin1"))]));

/** Value mask bits of ChangeWindowAttributes. */
export const BACKGROUND_PIXEL = 0x2;
export const EVENT_MASK = 0x800;

export const changeWindowAttribute = (window: number, attribute: number, value: number): Buffer =>
  request(2, 0, words(window, attribute, value));
export const internAtom = (name: string): Buffer => named(16, 0, name);
/** Whole property of any type, at most `units` of 4 bytes. */
export const getProperty = (window: number, property: number, units: number): Buffer =>
  request(20, 0, words(window, property, 0, 0, units));
/** Replaces a property by this, in units of a byte. */
export const putProperty = (window: number, property: number, type: number, content: Buffer): Buffer =>
  request(18, 0, Buffer.concat([words(window, property, type, 8, content.length), filled(content)]));
export const getWindowAttributes = (window: number): Buffer => request(3, 0, words(window));
export const getGeometry = (window: number): Buffer => request(14, 0, words(window));
export const queryTree = (window: number): Buffer => request(15, 0, words(window));
export const getInputFocus = (): Buffer => request(43, 0, Buffer.alloc(0));
/** Paints all of a window with its background. */
export const clearWindow = (window: number): Buffer => request(61, 0, words(window, 0, 0));
/** Tells a program that there is nothing for it: SendEvent of a SelectionNotify without a property (ICCCM 2.2). */
export function refuseSelection(asked: {
  readonly timestamp: number;
  readonly requestor: number;
  readonly selection: number;
  readonly target: number;
}): Buffer {
  const event = Buffer.alloc(32);
  event[0] = 31;
  words(asked.timestamp, asked.requestor, asked.selection, asked.target, 0).copy(event, 4);
  return request(25, 0, Buffer.concat([words(asked.requestor, 0), event]));
}
export const queryExtension = (name: string): Buffer => named(98, 0, name);
export const enableBigRequests = (opcode: number): Buffer => request(opcode, 0, Buffer.alloc(0));
/** What so many key codes from the first on stand for: GetKeyboardMapping. */
export const getKeyboardMapping = (first: number, count: number): Buffer => request(101, 0, Buffer.from([first, count, 0, 0]));
/** One key code stands for nothing from now on: ChangeKeyboardMapping to NoSymbol. */
export const forgetKeyCode = (code: number): Buffer => request(100, 1, Buffer.concat([Buffer.from([code, 1, 0, 0]), words(0)]));
