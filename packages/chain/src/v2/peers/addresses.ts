import { isIP } from "node:net";
import { type Multiaddr, multiaddr } from "@multiformats/multiaddr";

/**
 * Addresses of nodes are IP:PORT, an IP of version 6 in brackets.
 * @throws for anything else.
 */
export function toMultiaddr(address: string): Multiaddr {
  const [, six, four, port] = /^(?:\[([0-9A-Fa-f:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(address) ?? [];
  const ip = six ?? four ?? "";
  const version = isIP(ip);
  if (version === 0 || Number(port) > 65_535 || (version === 6) !== (six !== undefined))
    throw new Error(`${address} is no address: it has to be IP:PORT`);
  return multiaddr(`/ip${version}/${ip}/tcp/${port}`);
}

export function isAddress(address: string): boolean {
  try {
    toMultiaddr(address);
    return !address.endsWith(":0");
  } catch {
    return false;
  }
}

/** The other way; undefined for what is no TCP address by IP. */
export function fromMultiaddr(address: Multiaddr): string | undefined {
  const [host, transport] = address.getComponents();
  if (host?.value === undefined || transport?.name !== "tcp" || transport.value === undefined) return undefined;
  if (host.name === "ip4") return `${host.value}:${transport.value}`;
  return host.name === "ip6" ? `[${host.value}]:${transport.value}` : undefined;
}
