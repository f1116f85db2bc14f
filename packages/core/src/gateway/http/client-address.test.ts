import { describe, expect, it } from "vitest";
import { newWallet, openLoginGateway } from "../testing/open-login-gateway.ts";
import { createClientAddress } from "./client-address.ts";

describe("the address of a client", () => {
  const { clientOf } = createClientAddress(["127.0.0.1", "10.0.0.0/8"]);

  it.each([
    ["192.0.2.1", undefined, "192.0.2.1"],
    ["192.0.2.1", "198.51.100.1", "192.0.2.1"],
    ["127.0.0.1", undefined, "127.0.0.1"],
    ["127.0.0.1", "198.51.100.1", "198.51.100.1"],
    ["::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"],
    ["127.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"],
    ["127.0.0.1", "1.1.1.1,198.51.100.1 ,10.1.2.3", "198.51.100.1"],
    ["127.0.0.1", "10.9.9.9, 10.1.2.3", "10.9.9.9"],
    ["127.0.0.1", "198.51.100.1, unknown", "127.0.0.1"],
    ["127.0.0.1", "198.51.100.1, , 10.1.2.3", "10.1.2.3"],
    ["127.0.0.1", "2001:DB8::1", "2001:db8::1"],
    ["unknown", "198.51.100.1", "unknown"],
  ])("of %s with X-Forwarded-For %j is %s", (peer, forwarded, expected) => {
    expect(clientOf({ socket: { remoteAddress: peer }, headers: { "x-forwarded-for": forwarded } })).toBe(expected);
  });
});

describe("behind a proxy of the owner", () => {
  const from = (address: string) => ({ headers: { "X-Forwarded-For": `203.0.113.66, ${address}, 10.1.2.3` } });

  it("every client has a limit of its own", async () => {
    await using test = await openLoginGateway({ trustedProxies: ["127.0.0.0/8", "10.0.0.0/8"], loginPerMinute: 2, limits: {} });
    for (const address of ["198.51.100.1", "198.51.100.2"]) {
      expect((await test.logIn(newWallet(), from(address))).status).toBe(200);
      expect((await test.logIn(newWallet(), from(address))).status).toBe(200);
      const third = await test.ask("POST", "/api/v1/auth/challenge", {
        body: { tron_address: newWallet().address },
        ...from(address),
      });
      expect(third.status).toBe(429);
    }
  });

  it("the audit log has the client's address, and no address that a stranger makes up", async () => {
    await using behind = await openLoginGateway({ trustedProxies: ["127.0.0.1", "10.0.0.0/8"] });
    await behind.logIn(newWallet(), from("198.51.100.1"));
    expect(behind.readAudit().at(-1)).toMatchObject({ action: "logins.login", ip: "198.51.100.1" });
    await using open = await openLoginGateway();
    await open.logIn(newWallet(), from("198.51.100.1"));
    expect(open.readAudit().at(-1)).toMatchObject({ action: "logins.login", ip: "127.0.0.1" });
  });
});
