import type { Socket } from "node:net";
import { isPublicAddress, readAddress } from "../ground/index.ts";
import type { TorView } from "./create-switch.ts";
import type { TorSettings } from "./tor.settings.ts";
import type { TorProcess } from "./tor-port.ts";

/** What a node sends by itself, and may send through its own Tor. */
export const OUTGOING = ["webhooks", "email", "time_stamps", "witnesses", "payments"] as const;
export type Outgoing = (typeof OUTGOING)[number];

/** The way out through the node's own Tor. */
export interface Outward {
  /**
   * Whether what goes to a host has to take it, whether or not Tor is connected. An onion service is nowhere else; this computer and
   * a network of one's own, named by its address, is never reached that way.
   */
  carries(what: Outgoing, host: string): boolean;
  /** A connection to a host, whose name Tor asks for. @throws TorAway, or what Tor says. */
  open(host: string, port: number, signal: AbortSignal): Promise<Socket>;
  /** The same way for another process of this node: tor's SOCKS proxy, which nobody answers at while tor does not run. */
  readonly socks: string;
}

/** What has to go through Tor does not go past it. */
export class TorAway extends Error {
  override readonly name = "TorAway";

  constructor() {
    super("The node's Tor is not connected, and this goes through it alone");
  }
}

export function createOutward(
  tor: { view(): Pick<TorView, "state">; process(): Pick<TorProcess, "open"> | undefined },
  settings: Readonly<Pick<TorSettings, "through_tor">>,
  socks: string,
): Outward {
  return {
    socks,
    carries(what, host) {
      if (isOnion(host)) return true;
      if (!settings.through_tor.includes(what) || host === "localhost") return false;
      const address = readAddress(host);
      return address === undefined || isPublicAddress(address);
    },
    async open(host, port, signal) {
      const life = tor.process();
      if (!life || tor.view().state !== "connected") throw new TorAway();
      return await life.open(host, port, signal);
    },
  };
}

/** Whether a host is an onion service, with or without the dot of a full name. No resolver is to be asked for one (RFC 7686). */
export const isOnion = (host: string): boolean => /\.onion\.?$/i.test(host);
