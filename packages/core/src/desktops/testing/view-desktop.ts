import { duplexPair } from "node:stream";
import type { Desktop } from "../desktop.ts";
import { createByteReader } from "../rfb/byte-reader.ts";
import { type RfbClient, speakRfb } from "./rfb-client.ts";

export interface Viewer extends RfbClient {
  /** Goes as somebody who closes the window does. */
  leave(): void;
}

/** A viewer at a desktop, as the node lets one in by a ticket. */
export async function viewDesktop(desktop: Pick<Desktop, "attachViewer">, viewOnly = false): Promise<Viewer> {
  const [inside, outside] = duplexPair();
  desktop.attachViewer(inside, { address: "192.0.2.7", viewOnly });
  const viewer = await speakRfb(outside, "");
  if (!viewer) throw new Error("The viewer was refused");
  return { ...viewer, leave: () => void outside.end() };
}

const AGAIN_MS = 20;

/** A viewer that asks for pictures in these encodings, and perhaps in a pixel format, without end, and counts what comes. */
export async function viewRaw(desktop: Pick<Desktop, "attachViewer">, encodings: readonly number[], pixelFormat?: string) {
  const [inside, outside] = duplexPair();
  desktop.attachViewer(inside, { address: "192.0.2.7", viewOnly: false });
  const reader = createByteReader(outside);
  await reader.read(12);
  outside.write("RFB 003.008\n");
  await reader.read(2);
  outside.write(Buffer.from([1]));
  await reader.read(4);
  outside.write(Buffer.from([1]));
  const init = await reader.read(24);
  reader.release();
  const wishes = Buffer.alloc(4 + 4 * encodings.length);
  wishes[0] = 2;
  wishes.writeUInt16BE(encodings.length, 2);
  for (const [index, encoding] of encodings.entries()) wishes.writeInt32BE(encoding, 4 + 4 * index);
  if (pixelFormat !== undefined) outside.write(Buffer.from(`00000000${pixelFormat}`, "hex"));
  outside.write(wishes);
  let bytes = 0;
  outside.on("data", (chunk: Buffer) => (bytes += chunk.length)).resume();
  const request = Buffer.concat([Buffer.from("030000000000", "hex"), init.subarray(0, 4)]);
  const timer = setInterval(() => void outside.write(request), AGAIN_MS);
  outside.on("close", () => clearInterval(timer));
  return {
    bytes: () => bytes,
    leave() {
      clearInterval(timer);
      outside.destroy();
    },
  };
}
