import { isIP } from "node:net";
import { settingCount, settingList } from "../ground/index.ts";

/** IP:PORT, an IP of version 6 in brackets. */
function isPeerAddress(text: string): boolean {
  const [, six, four, port] = /^(?:\[([0-9A-Fa-f:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(text) ?? [];
  return isIP(six ?? four ?? "") === (six === undefined ? 4 : 6) && Number(port) <= 65_535;
}

const addresses = settingList.refine((list) => list.every(isPeerAddress), "must be IP:PORT, such as 192.168.1.20:47300");

/** Younger ones are asked for by members that were away. */
const LEAST_ARCHIVE_DAYS = 365;

export const networkSettings = {
  network_listen: addresses
    .default(["0.0.0.0:47300"])
    .describe("IP:PORT at which other nodes of a network reach this one; nothing is listened on in no network"),
  network_addresses: addresses
    .default([])
    .describe("IP:PORT that invitations name, where others reach this node under another address than its own"),
  network_peers: addresses.default([]).describe("IP:PORT of nodes of the network that this one connects to first"),
  network_archive_days: settingCount(0, 36_500)
    .refine((days) => days === 0 || days >= LEAST_ARCHIVE_DAYS, `must be 0, or at least ${LEAST_ARCHIVE_DAYS}`)
    .default(0)
    .describe(
      "Days after which the content of a network's final blocks goes from its database into files beside it; 0 for never",
    ),
};

export interface NetworkSettings {
  readonly network_listen: readonly string[];
  readonly network_addresses: readonly string[];
  readonly network_peers: readonly string[];
  readonly network_archive_days: number;
}
