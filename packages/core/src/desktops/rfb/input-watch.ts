import type { Clock } from "@lucid/foundation";
import type { Geometry } from "../desktop.ts";
import type { InputEvent, InputRefused } from "../input-event.ts";

export interface InputWatch {
  /** KeyEvent or QEMU extended KeyEvent (RFC 6143 7.5.4) that goes to the display. */
  key(message: Buffer): void;
  /** PointerEvent (RFC 6143 7.5.5) that goes to the display. */
  pointer(message: Buffer): void;
  /** The same of messages that went no further. A pointer that only moves over the picture tries nothing. */
  refusedKey(message: Buffer): void;
  refusedPointer(message: Buffer): void;
}

const QEMU_KEY_BYTES = 12;
const MASK_BITS = 8;
/** 20 positions a second draw the pointer's way; a mouse sends up to 1 000. */
const MOTION_MS = 50;

/** Turns what one client sends to the display, of this size, into events of its input. */
export function createInputWatch(
  deps: { readonly clock: Pick<Clock, "now" | "elapsed">; readonly emit: (event: InputEvent | InputRefused) => void },
  clientId: number,
  screen: Geometry,
): InputWatch {
  const { clock, emit } = deps;
  let buttons = 0;
  let lastMotion = Number.NEGATIVE_INFINITY;
  let place = { x: -1, y: -1 };

  function motion(x: number, y: number): void {
    const now = clock.elapsed();
    if ((x === place.x && y === place.y) || now - lastMotion < MOTION_MS) return;
    lastMotion = now;
    place = { x, y };
    emit({ type: "motion", atMs: clock.now(), clientId, x, y });
  }

  const refuse = (action: InputRefused["action"]): void => emit({ type: "input-refused", atMs: clock.now(), clientId, action });

  return {
    key(message) {
      emit({ type: "key", atMs: clock.now(), clientId, pressed: isPressed(message), keysym: message.readUInt32BE(4) });
    },
    refusedKey(message) {
      if (isPressed(message)) refuse("type");
    },
    refusedPointer(message) {
      if (message[1] !== 0) refuse("point");
    },
    pointer(message) {
      const mask = message.readUInt8(1);
      // A client may name any place: the display puts the pointer onto its edge.
      const x = Math.min(message.readUInt16BE(2), screen.width - 1);
      const y = Math.min(message.readUInt16BE(4), screen.height - 1);
      const changed = mask ^ buttons;
      buttons = mask;
      if (changed === 0) return motion(x, y);
      place = { x, y };
      for (let bit = 0; bit < MASK_BITS; bit++) {
        const pressed = ((mask >> bit) & 1) === 1;
        if ((changed >> bit) & 1) emit({ type: "button", atMs: clock.now(), clientId, pressed, button: bit + 1, x, y });
      }
    },
  };
}

const isPressed = (message: Buffer): boolean =>
  message.length === QEMU_KEY_BYTES ? message.readUInt16BE(2) !== 0 : message[1] !== 0;
