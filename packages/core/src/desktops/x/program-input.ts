import type { ByteOrder } from "./byte-order.ts";

/** Something that a program did to the display's keyboard or pointer, as XTEST says it. */
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
