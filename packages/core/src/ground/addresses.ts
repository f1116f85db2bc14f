import ipaddr from "ipaddr.js";

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The address that a text is, an IPv4 one in the clothes of IPv6 as what it is; undefined where it is none. */
export function readAddress(text: string): Address | undefined {
  // `1` and `0x7f.1` are addresses to old programs only.
  const isAddress = text.includes(":") ? ipaddr.IPv6.isValid(text) : ipaddr.IPv4.isValidFourPartDecimal(text);
  return isAddress ? ipaddr.process(text) : undefined;
}

export const isLoopback = (text: string): boolean => readAddress(text)?.range() === "loopback";

/** Addresses that IANA has given out so far for the whole Internet (RFC 4291, 2.4). */
const GLOBAL_IPV6: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];

/** Whether an address is one of the Internet: no network of somebody's own, no loopback, no range with a meaning of its own. */
export function isPublicAddress(address: Address): boolean {
  if (address.range() !== "unicast") return false;
  return address.kind() === "ipv4" || (address as ipaddr.IPv6).match(GLOBAL_IPV6);
}

/** Whose calls count together: one customer of an IPv6 provider has 2^64 addresses. */
export function networkOf(text: string): string {
  const address = readAddress(text);
  if (address?.kind() !== "ipv6") return address?.toString() ?? text;
  const { parts } = address as ipaddr.IPv6;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${new ipaddr.IPv6(parts).toString()}/64`).toString()}/64`;
}

type Range = [Address, number];

function readRange(text: string): Range | undefined {
  const address = readAddress(text);
  if (address) return [address, address.kind() === "ipv4" ? 32 : 128];
  return ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || ipaddr.IPv6.isValidCIDR(text) ? ipaddr.parseCIDR(text) : undefined;
}

/** Whether a text is an address, or a range of them such as `10.0.0.0/8`. */
export const isAddressRange = (text: string): boolean => readRange(text) !== undefined;

/** @throws when one of the ranges is none. */
export function createRangeCheck(texts: readonly string[]): (address: Address) => boolean {
  const ranges = texts.map((text) => {
    const range = readRange(text);
    if (!range) throw new Error(`${JSON.stringify(text)} is neither an address nor a range of addresses`);
    return range;
  });
  return (address) => ipaddr.subnetMatch(address, { known: ranges }, "other") === "known";
}
