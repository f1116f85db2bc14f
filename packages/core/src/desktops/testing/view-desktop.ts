import { duplexPair } from "node:stream";
import type { Desktop } from "../desktop.ts";
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
