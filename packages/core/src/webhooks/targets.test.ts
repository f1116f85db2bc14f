import { describe, expect, it } from "vitest";
import { createTorTo, withoutTor } from "../tor/testing/index.ts";
import { createTargets } from "./targets.ts";

const PUBLIC = { address: "203.0.113.7", family: 4 };
const REAL = { address: "198.41.0.4", family: 4 };

describe("a URL as it is written", () => {
  const closed = createTargets(async () => [REAL], [], withoutTor);
  const open = createTargets(async () => [REAL], ["127.0.0.0/8", "10.1.0.0/16", "fd00::/8"], withoutTor);

  it.each([
    ["https://hooks.example/lucid?key=1", undefined, undefined],
    ["http://hooks.example/", "scheme", "scheme"],
    ["https://ada:secret@hooks.example/", "credentials", "credentials"],
    ["http://hooks.onion/", undefined, undefined],
    ["http://hooks.onion.example/", "scheme", "scheme"],
    ["http://127.0.0.1:9000/", "address", undefined],
    ["http://localhost:9000/", "address", undefined],
    ["http://[::1]:9000/", "address", "address"],
    ["https://10.1.2.3/", "address", undefined],
    ["https://10.2.2.3/", "address", "address"],
    ["https://[fd00::1]/", "address", undefined],
    ["https://169.254.169.254/latest/meta-data", "address", "address"],
    ["https://[::ffff:10.2.2.3]/", "address", "address"],
    ["https://[64:ff9b::a02:203]/", "address", "address"],
    ["https://[::7f00:1]/", "address", "address"],
    // WHATWG URLs read these as 127.0.0.1.
    ["https://2130706433/", "address", undefined],
    ["https://0x7f.1/", "address", undefined],
  ])("%s has the fault %s, and %s where networks are open", (url, fault, opened) => {
    expect([closed.faultOf(url), open.faultOf(url)]).toEqual([fault, opened]);
  });
});

describe("a name", () => {
  const resolve = (url: string, addresses: readonly { address: string; family: number }[], networks: string[] = []) =>
    createTargets(async () => addresses, networks, withoutTor).resolve(new URL(url));

  it("is connected to where it leads, and nowhere else", async () => {
    expect(await resolve("https://hooks.example/", [REAL])).toEqual({ kind: "open", addresses: [REAL] });
  });

  it.each([
    ["10.0.0.7", 4],
    ["127.0.0.1", 4],
    ["100.64.0.1", 4],
    ["0.0.0.0", 4],
    ["::1", 6],
    ["fe80::1", 6],
    ["::ffff:192.168.0.1", 6],
    ["2002:c0a8:1::1", 6],
    ["fd12::1", 6],
    [PUBLIC.address, 4],
  ])("that leads to %s is refused, also where another of its addresses is open", async (address, family) => {
    expect(await resolve("https://hooks.example/", [REAL, { address, family }])).toEqual({ kind: "refused", error: "address" });
  });

  it("that leads to this computer is no loopback for plain http", async () => {
    expect(await resolve("http://localhost/", [REAL], ["127.0.0.0/8"])).toEqual({ kind: "refused", error: "address" });
    const loopback = { address: "127.0.0.1", family: 4 };
    expect(await resolve("http://localhost/", [{ address: "::1", family: 6 }, loopback], ["127.0.0.0/8"])).toEqual({
      kind: "open",
      addresses: [loopback],
    });
  });

  it("that is none is told as that", async () => {
    const targets = createTargets(() => Promise.reject(new Error("ENOTFOUND")), [], withoutTor);
    expect(await targets.resolve(new URL("https://hooks.example/"))).toEqual({ kind: "refused", error: "name" });
  });
});

describe("what goes through Tor", () => {
  const asked: string[] = [];
  const resolve = async (host: string) => {
    asked.push(host);
    return [REAL];
  };
  const networks = ["127.0.0.0/8", "10.1.0.0/16"];
  const off = createTargets(resolve, networks, withoutTor);
  const on = createTargets(resolve, networks, createTorTo(0, ["webhooks"]).outward);
  const email = createTargets(resolve, networks, createTorTo(0, ["email"]).outward);

  it.each([
    ["https://hooks.example/", "open", "tor"],
    ["https://198.41.0.4/", "open", "tor"],
    ["http://hooks.onion/", "tor", "tor"],
    ["https://HOOKS.ONION./", "tor", "tor"],
    ["https://10.1.2.3/", "open", "open"],
    ["http://127.0.0.1/", "open", "open"],
  ])("%s is %s without it, and %s with it", async (url, without, through) => {
    const kinds = await Promise.all([off, email, on].map(async (targets) => (await targets.resolve(new URL(url))).kind));
    expect(kinds).toEqual([without, without, through]);
  });

  it("asks no resolver for a name", async () => {
    asked.length = 0;
    await on.resolve(new URL("https://hooks.example/"));
    await off.resolve(new URL("http://hooks.onion/"));
    expect(asked).toEqual([]);
    await off.resolve(new URL("https://hooks.example/"));
    expect(asked).toEqual(["hooks.example"]);
  });
});
