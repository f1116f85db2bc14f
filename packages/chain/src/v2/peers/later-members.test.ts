import { expect, it, vi } from "vitest";
import { accept, type NetworkNode } from "../engine/network-port.ts";
import { createTestIdentity, openTestPeers } from "../testing/peers/test-peers.ts";

const idle: NetworkNode = {
  receive: () => accept,
  serve: () => [],
  receiveStatus: () => accept,
  greeting: () => undefined,
  receiveBlocks: () => accept,
};
const keyOf = (name: string): string => createTestIdentity(name).publicKey;

it("connects members with each other that came as guests of a third one", async () => {
  await using cleanup = new AsyncDisposableStack();
  const members = [keyOf("one")];
  const open = async (name: string, dial: readonly string[]) => {
    const peers = cleanup.use(await openTestPeers(name, members, { dial }));
    await peers.start(idle);
    return peers;
  };
  const one = await open("one", []);
  const guests = [await open("two", one.addresses), await open("three", one.addresses)];
  await vi.waitFor(() => expect(one.list().map(({ role }) => role)).toEqual(["guest", "guest"]), { timeout: 60_000 });
  members.push(keyOf("two"), keyOf("three"));
  await vi.waitFor(() => expect(guests.map((guest) => guest.list().length)).toEqual([2, 2]), { timeout: 120_000, interval: 100 });
}, 180_000);
