import { lookup } from "node:dns/promises";
import { isIPv4 } from "node:net";
import { networkInterfaces } from "node:os";

import { desktopErrors } from "@lucid/contract";

import type { NetworkPolicy } from "../desktop.ts";

/** slirp4netns's own network inside the sandbox. It hides that network from the programs, so it is one that no machine is in (RFC 5737). */
export const SANDBOX_NETWORK = "192.0.2.0/24";
const GATEWAY = "192.0.2.2";
/** Where it answers as the name server: the third address (slirp4netns(1), `--cidr`). */
const NAME_SERVER = "192.0.2.3";

/** Private, shared, link-local (cloud metadata), test, multicast and reserved networks: none of them is the internet (RFC 6890). */
const NOT_INTERNET = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24"],
  ...["192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
];

export interface NetworkRules {
  /** `ip` command lines that are run in the sandbox's network namespace before any application. */
  readonly commands: readonly (readonly string[])[];
  readonly nameServer: string | undefined;
  /** Lines for /etc/hosts. */
  readonly hosts: readonly string[];
}

/** IPv4 addresses of this machine. slirp4netns gives the sandbox no IPv6. */
function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((interfaces) => interfaces ?? []);
  return all.filter(({ family }) => family === "IPv4").map(({ address }) => address);
}

/**
 * The only routes are those that slirp4netns makes in the main table. They go with its device and come back with it; the rules stay,
 * so that nothing is ever open that they close.
 */
const allow = (preference: number, address: string, protocol: "tcp" | "udp", port: number): string[] => [
  ...["rule", "add", "pref", String(preference), "to", address],
  ...["ipproto", protocol, "dport", String(port), "lookup", "main"],
];
const refuse = (preference: number, network: string): string[] => [
  "rule",
  "add",
  "pref",
  String(preference),
  "to",
  network,
  "blackhole",
];

/**
 * The kernel takes a route by way of a gateway that its rules lead to, and slirp4netns makes one each time it starts. It forwards three
 * protocols, and none of them is for the gateway, which would be the machine.
 */
const leadToGateway = [
  ...["tcp", "udp", "icmp"].map((protocol, index) => [
    ...["rule", "add", "pref", String(1 + index), "to", GATEWAY, "ipproto", protocol, "blackhole"],
  ]),
  ["rule", "add", "pref", "4", "to", GATEWAY, "lookup", "main"],
];

/**
 * Everything but the machine itself and the networks around it. Port 53 of the name server is let through alone: slirp4netns hands
 * every port of that address to the machine's resolver, which often is the machine.
 */
function internetRules(): NetworkRules {
  const own = ownAddresses().filter((address) => !address.startsWith("127."));
  return {
    commands: [
      ...leadToGateway,
      allow(10, NAME_SERVER, "udp", 53),
      allow(11, NAME_SERVER, "tcp", 53),
      ...[...NOT_INTERNET, ...own].map((network, index) => refuse(100 + index, network)),
    ],
    nameServer: NAME_SERVER,
    hosts: [],
  };
}

async function targetRules(target: { readonly host: string; readonly port: number }): Promise<NetworkRules> {
  const { address } = await lookup(target.host, { family: 4 });
  if (address.startsWith("127.") || address.startsWith("0.") || ownAddresses().includes(address)) {
    throw desktopErrors.DESKTOP_START({
      part: "network",
      detail: `${target.host} is this computer, which a desktop may not reach`,
    });
  }
  return {
    commands: [...leadToGateway, allow(10, address, "tcp", target.port), refuse(100, "0.0.0.0/0")],
    nameServer: undefined,
    hosts: isIPv4(target.host) ? [] : [`${address} ${target.host}`],
  };
}

/** What the policy means for a sandbox's network; undefined for no network at all. */
export async function networkRules(policy: NetworkPolicy): Promise<NetworkRules | undefined> {
  if (policy === "none") return undefined;
  return policy === "internet" ? internetRules() : await targetRules(policy.target);
}
