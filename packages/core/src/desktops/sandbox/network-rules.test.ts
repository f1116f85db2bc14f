import { networkInterfaces } from "node:os";
import { describe, expect, it } from "vitest";

import { networkRules } from "./network-rules.ts";

const lines = async (policy: Parameters<typeof networkRules>[0]): Promise<string[]> =>
  (await networkRules(policy))?.commands.map((command) => command.join(" ")) ?? [];

describe("network rules of a sandbox", () => {
  it("are absent without a network", async () => {
    expect(await networkRules("none")).toBeUndefined();
  });

  it("keep the internet away from private networks, the metadata service and this machine", async () => {
    const refused = (await lines("internet")).filter((line) => line.endsWith("blackhole")).join("\n");
    for (const network of ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"]) {
      expect(refused).toContain(`to ${network} blackhole`);
    }
    const own = Object.values(networkInterfaces()).flatMap((interfaces) => interfaces ?? []);
    for (const { address, family } of own) {
      if (family === "IPv4" && !address.startsWith("127.")) expect(refused).toContain(`to ${address} blackhole`);
    }
  });

  it("let the name server be asked, and nothing else at its address", async () => {
    const rules = await lines("internet");
    const allowed = rules.filter((line) => line.includes("to 192.0.2.3"));
    expect(allowed).toEqual([
      "rule add pref 10 to 192.0.2.3 ipproto udp dport 53 lookup main",
      "rule add pref 11 to 192.0.2.3 ipproto tcp dport 53 lookup main",
    ]);
  });

  it("open exactly one port of one host for a target", async () => {
    expect(await lines({ target: { host: "198.51.100.7", port: 22 } })).toEqual([
      ...["tcp", "udp", "icmp"].map((protocol, index) => `rule add pref ${index + 1} to 192.0.2.2 ipproto ${protocol} blackhole`),
      "rule add pref 4 to 192.0.2.2 lookup main",
      "rule add pref 10 to 198.51.100.7 ipproto tcp dport 22 lookup main",
      "rule add pref 100 to 0.0.0.0/0 blackhole",
    ]);
  });

  it.each(["127.0.0.1", "localhost", "0.0.0.0"])("refuse this machine as the target: %s", async (host) => {
    await expect(networkRules({ target: { host, port: 22 } })).rejects.toMatchObject({ code: "LUCID_RDP_ERR_4403" });
  });
});
