import { once } from "node:events";
import { connect } from "node:net";
import { greetServer } from "./handshake.ts";

const SHIFT_LEFT = 0xffe1;

function keyEvent(keysym: number, isDown: boolean): Buffer {
  const message = Buffer.from([4, isDown ? 1 : 0, 0, 0, 0, 0, 0, 0]);
  message.writeUInt32BE(keysym, 4);
  return message;
}

/**
 * Taps Shift on a display that nobody has typed on. With the first key the display takes over the map of the keyboard
 * that it comes from; where that key is one that the map does not have yet, it is lost.
 */
export async function wakeKeyboard(displaySocket: string): Promise<void> {
  const display = connect({ path: displaySocket });
  await greetServer(display);
  const closed = once(display, "close");
  display.end(Buffer.concat([keyEvent(SHIFT_LEFT, true), keyEvent(SHIFT_LEFT, false)]));
  display.resume();
  await closed;
}
