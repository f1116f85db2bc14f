import { silentLog } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { followClipboardHolder, type RdpMember } from "./follow-clipboard-holder.ts";

it("knows one client without asking, asks once for the same ones, and again when others are there or another service", async () => {
  let members: RdpMember[] = [];
  let run = 1;
  const service: { holder?: number } = {};
  const asked: (readonly number[])[] = [];
  const whose = followClipboardHolder({ log: silentLog, members: () => members, run: () => run }, async (pids) => {
    asked.push(pids);
    return service.holder;
  });
  expect(await whose()).toBe(null);
  members = [{ clientId: 1, pid: 11 }];
  expect([await whose(), asked]).toEqual([1, []]);
  members = [...members, { clientId: 3, pid: 13 }];
  // Nobody is connected to the service for a moment.
  expect(await whose()).toBe(null);
  service.holder = 13;
  expect(await Promise.all([whose(), whose(), whose()])).toEqual([3, 3, 3]);
  expect(asked).toEqual([
    [11, 13],
    [11, 13],
  ]);
  members = [...members, { clientId: 4, pid: 14 }];
  expect(await whose()).toBe(3);
  expect(asked).toHaveLength(3);
  run = 2;
  service.holder = 14;
  expect(await whose()).toBe(4);
});

it("says that it does not know where the machine does not tell", async () => {
  const members = [1, 2].map((clientId) => ({ clientId, pid: clientId }));
  const deps = { log: silentLog, members: () => members, run: () => 1 };
  const whose = followClipboardHolder(deps, () => Promise.reject(new Error("no such file")));
  expect(await whose()).toBe(null);
});
