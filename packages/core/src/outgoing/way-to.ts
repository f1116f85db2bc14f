import type { LookupAddress } from "node:dns";
import type { Outgoing, Outward } from "../tor/index.ts";
import { hostOf } from "./host-of.ts";
import type { Way } from "./post-message.ts";

export interface WayDeps {
  readonly outward: Outward;
  /** Every address of a name. */
  readonly resolve: (host: string) => Promise<readonly LookupAddress[]>;
}

/** How a URL is reached: through the node's Tor where what is sent has to take it. Undefined where its name leads nowhere. */
export async function wayTo({ outward, resolve }: WayDeps, what: Outgoing, url: URL): Promise<Way | undefined> {
  const host = hostOf(url);
  if (outward.carries(what, host)) return { kind: "tor", open: (port, signal) => outward.open(host, port, signal) };
  try {
    const addresses = await resolve(host);
    return addresses.length === 0 ? undefined : { kind: "direct", addresses };
  } catch {
    return undefined;
  }
}
