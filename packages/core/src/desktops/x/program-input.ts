import type { ByteOrder } from "./byte-order.ts";

/** Something that a program did as if it were a keyboard or a pointer: to the display by XTEST, or to another program by an event. */
export type ProgramInput =
  | { readonly kind: "key"; readonly pressed: boolean; readonly keycode: number }
  | { readonly kind: "button"; readonly pressed: boolean; readonly button: number }
  /** `relative`: by this much instead of to this place. */
  | { readonly kind: "motion"; readonly x: number; readonly y: number; readonly relative: boolean };

/** A FakeInput with one core event. Longer ones carry events of single devices, which nobody uses. */
export const FAKE_INPUT_UNITS = 9;

/** Reads a whole XTEST FakeInput request (xtestproto.h); undefined for what is no core event. */
export function readFakeInput(request: Buffer, { i16 }: ByteOrder): ProgramInput | undefined {
  const detail = request.readUInt8(5);
  switch (request.readUInt8(4)) {
    case 2:
    case 3:
      return { kind: "key", pressed: request[4] === 2, keycode: detail };
    case 4:
    case 5:
      return { kind: "button", pressed: request[4] === 4, button: detail };
    case 6:
      return { kind: "motion", x: i16(request, 24), y: i16(request, 26), relative: detail !== 0 };
    default:
      return undefined;
  }
}

/** Reads an event inside SendEvent (X Window System Protocol, 9) that another program may take for a person's; undefined for any other. */
export function readSentEvent(event: Buffer, { i16 }: ByteOrder): ProgramInput | undefined {
  const detail = event.readUInt8(1);
  const type = event.readUInt8(0) & 0x7f;
  switch (type) {
    case 2:
    case 3:
      return { kind: "key", pressed: type === 2, keycode: detail };
    case 4:
    case 5:
      return { kind: "button", pressed: type === 4, button: detail };
    case 6:
      return { kind: "motion", x: i16(event, 20), y: i16(event, 22), relative: false };
    default:
      return undefined;
  }
}
