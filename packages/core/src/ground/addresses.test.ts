import { describe, expect, it } from "vitest";
import { createRangeCheck, isAddressRange, isLoopback, networkOf, readAddress } from "./addresses.ts";

it.each([
  ["127.0.0.1", true],
  ["127.8.9.1", true],
  ["::1", true],
  ["::ffff:127.0.0.1", true],
  ["128.0.0.1", false],
  ["::ffff:192.0.2.1", false],
  ["localhost", false],
  ["127.1", false],
  ["", false],
])("%j is an address of this computer: %s", (text, expected) => {
  expect(isLoopback(text)).toBe(expected);
});

it("counts all addresses of an IPv6 network as one, and every IPv4 address for itself", () => {
  expect(networkOf("2001:db8:1:2:3:4:5:6")).toBe(networkOf("2001:db8:1:2::9"));
  expect(networkOf("2001:db8:1:2::1")).not.toBe(networkOf("2001:db8:1:3::1"));
  expect(networkOf("fe80::1%eth0")).toBe("fe80::/64");
  expect(networkOf("::ffff:192.0.2.1")).toBe("192.0.2.1");
  expect(networkOf("192.0.2.1")).not.toBe(networkOf("192.0.2.2"));
  expect(networkOf("local")).toBe("local");
});

describe("a range", () => {
  it.each(["192.0.2.1", "10.0.0.0/8", "::1", "2001:db8::/32"])("can be %s", (text) => {
    expect(isAddressRange(text)).toBe(true);
  });

  it.each(["", "localhost", "10.0.0.0/33", "10/8", "1", "2001:db8::/129", "10.0.0.0-10.0.0.9"])("cannot be %j", (text) => {
    expect(isAddressRange(text)).toBe(false);
    expect(() => createRangeCheck([text])).toThrow(/neither an address/);
  });

  it("holds the addresses of its own kind only", () => {
    const isKnown = createRangeCheck(["10.0.0.0/8", "2001:db8::/32", "192.0.2.7"]);
    const known = (text: string) => isKnown(readAddress(text) ?? expect.fail(text));
    expect(["10.9.8.7", "::ffff:10.1.1.1", "2001:db8:9::1", "192.0.2.7"].map(known)).toEqual([true, true, true, true]);
    expect(["11.0.0.1", "2001:db9::1", "192.0.2.8", "::a00:1"].map(known)).toEqual([false, false, false, false]);
    expect(createRangeCheck([])(readAddress("10.0.0.1") ?? expect.fail())).toBe(false);
  });
});
