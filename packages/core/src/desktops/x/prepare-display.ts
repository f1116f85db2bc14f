import { EXTENSIONS } from "./allowed-requests.ts";
import { openXConnection } from "./open-x-connection.ts";
import type { DisplayTraits } from "./request-filter.ts";
import {
  BACKGROUND_PIXEL,
  changeWindowAttribute,
  clearWindow,
  enableBigRequests,
  getInputFocus,
  queryExtension,
} from "./x-requests.ts";

/** Longest request in units of 4 bytes where a display has no BIG-REQUESTS. */
const MAX_SMALL_UNITS = 0xffff;

/**
 * Fills the empty screen with one colour and asks what the X gate must know of the display. `colour` is `#rrggbb`; the display has
 * 24 bits a pixel, so it is the pixel value.
 */
export async function prepareDisplay(
  socketPath: string,
  cookie: Uint8Array,
  options: { readonly colour: string },
): Promise<DisplayTraits> {
  using display = await openXConnection(socketPath, cookie);
  display.tell(changeWindowAttribute(display.root, BACKGROUND_PIXEL, Number.parseInt(options.colour.slice(1), 16)));
  display.tell(clearWindow(display.root));
  // Its answer shows that the others are done.
  await display.ask(getInputFocus());
  const opcodes = new Map<string, number>();
  for (const name of Object.keys(EXTENSIONS)) {
    const reply = await display.ask(queryExtension(name));
    if (reply?.[8] === 1) opcodes.set(name, reply[9] ?? 0);
  }
  const bigRequests = opcodes.get("BIG-REQUESTS");
  const enabled = bigRequests === undefined ? undefined : await display.ask(enableBigRequests(bigRequests));
  return { opcodes, maxRequestUnits: enabled?.readUInt32LE(8) ?? MAX_SMALL_UNITS };
}
