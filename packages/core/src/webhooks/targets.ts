import type { LookupAddress } from "node:dns";
import type { DeliveryError, TargetFault } from "@lucid/contract";
import { createRangeCheck, isLoopback, isPublicAddress, readAddress } from "../ground/index.ts";
import { hostOf } from "../outgoing/index.ts";
import { isOnion, type Outward } from "../tor/index.ts";

/** Every address of a name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

export type ResolvedTarget =
  | { readonly kind: "open"; readonly addresses: readonly LookupAddress[] }
  /** Through the node's Tor, which asks for the name. */
  | { readonly kind: "tor" }
  | { readonly kind: "refused"; readonly error: DeliveryError };

/**
 * Where webhooks may lead: https to the Internet, and into the networks that the settings name. Plain http stays on this computer, or
 * goes to an onion service, the way to which is encrypted as it is.
 * @param networks addresses and ranges
 */
export function createTargets(resolve: Resolve, networks: readonly string[], { carries }: Pick<Outward, "carries">) {
  const isOwn = createRangeCheck(networks);
  function isOpen(text: string): boolean {
    const address = readAddress(text);
    return address !== undefined && (isOwn(address) || isPublicAddress(address));
  }

  return {
    /** What is wrong with a URL as it is written; where a name leads is seen when something is sent. */
    faultOf(text: string): TargetFault | undefined {
      const url = new URL(text);
      const host = hostOf(url);
      if (url.username !== "" || url.password !== "") return "credentials";
      if (url.protocol !== "https:" && host !== "localhost" && !isLoopback(host) && !isOnion(host)) return "scheme";
      if (host === "localhost") return isOpen("127.0.0.1") || isOpen("::1") ? undefined : "address";
      return readAddress(host) && !isOpen(host) ? "address" : undefined;
    },
    /** The addresses to connect to, and to no other: the name is not asked again. One that may not be makes all of them suspect. */
    async resolve(url: URL): Promise<ResolvedTarget> {
      const host = hostOf(url);
      if (carries("webhooks", host)) return { kind: "tor" };
      const literal = readAddress(host);
      let addresses: readonly LookupAddress[];
      try {
        addresses = literal ? [{ address: host, family: literal.kind() === "ipv4" ? 4 : 6 }] : await resolve(host);
      } catch {
        return { kind: "refused", error: "name" };
      }
      const wanted = url.protocol === "https:" ? addresses : addresses.filter(({ address }) => isLoopback(address));
      if (wanted.length === 0 || (host !== "localhost" && wanted.some(({ address }) => !isOpen(address))))
        return { kind: "refused", error: "address" };
      const open = wanted.filter(({ address }) => isOpen(address));
      return open.length === 0 ? { kind: "refused", error: "address" } : { kind: "open", addresses: open };
    },
  };
}
export type Targets = ReturnType<typeof createTargets>;
