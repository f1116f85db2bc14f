import { expect, it } from "vitest";
import { socketsIn, writeTorrc } from "./write-torrc.ts";

const options = {
  data: '/srv/a "node"/tor/state',
  service: "/srv/a\\b/onion",
  sockets: socketsIn("/tmp/lucid-tor-x"),
  gateway: "/tmp/lucid-tor-x/gateway",
  owner: 42,
};

it("listens on sockets of a closed folder, and on no port", () => {
  const torrc = writeTorrc(options);
  expect(torrc).toContain('DataDirectory "/srv/a \\"node\\"/tor/state"\n');
  expect(torrc).toContain('HiddenServiceDir "/srv/a\\\\b/onion"\n');
  expect(torrc).toContain('HiddenServicePort 80 unix:"/tmp/lucid-tor-x/gateway"\n');
  expect(torrc).toContain("__OwningControllerProcess 42\n");
  const listeners = torrc
    .split("\n")
    .filter((line) => /^(Socks|Control|OR|Dir|DNS|Trans|NAT|HTTPTunnel)(Port|Socket)/.test(line));
  expect(listeners.every((line) => / 0$|"\/tmp\/lucid-tor-x\//.test(line))).toBe(true);
});

it("takes no path that would add a line of its own", () => {
  expect(() => writeTorrc({ ...options, data: "/srv/x\nSocksPort 9050" })).toThrow("line break");
});
