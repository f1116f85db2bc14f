import type { NetworkStatus } from "@lucid/contract";
import { systemClock } from "@lucid/foundation";
import { expect, it, vi } from "vitest";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { createNetworkRun } from "./create-network-run.ts";
import { createNetworkService } from "./create-network-service.ts";
import { createNetworkRepository, networkTables } from "./network-repository.ts";
import { createNetworkViews } from "./network-views.ts";

/** Long enough for a machine that is busy with other things; on a quiet one all takes some twenty blocks of a second. */
const PATIENCE = { timeout: 240_000, interval: 100 };

const caller = testCaller("6f3c0a52-1d2e-4f6b-9a70-3b1c2d4e5f60", ["manage_system_config"]);
const settings = {
  network_listen: ["127.0.0.1:0"],
  network_addresses: [],
  network_peers: [],
  network_archive_days: 0,
  block_interval: 1,
};

/** A node's part in a network: real engine, disk and connections. */
async function openMember() {
  await using opening = new AsyncDisposableStack();
  const ground = { ...opening.use(await openTestGround({ clock: systemClock })), clock: systemClock };
  ground.db.attach(networkTables);
  const repository = createNetworkRepository(ground.db);
  const sessions = {
    sealed: () => [],
    recording: () => undefined,
    growing: async () => undefined,
    continues: async () => undefined,
  };
  const run = opening.use(createNetworkRun({ ground, repository, sessions, settings, solo: undefined }));
  const views = createNetworkViews(repository, run, ground.keys.publicKey);
  const service = createNetworkService({ ground, repository, run, views, find: () => undefined, settings });
  const opened = opening.move();
  return {
    key: ground.keys.publicKey,
    create: () => service.create({ name: "home" }, caller),
    invite: () => service.invite({ expires_in: 3_600 }, caller),
    join: (invitation: string) => service.join({ invitation }, caller),
    decide: (public_key: string, approve: boolean) => service.decide({ public_key, approve }, caller),
    remove: (public_key: string) => service.remove({ public_key }, caller),
    leave: (at_once: boolean) => service.leave({ at_once }, caller),
    status: (): NetworkStatus => views.status(),
    /** Weights of the members, as this node knows them. */
    weights: () => {
      const all = run.joined === undefined ? [] : views.members(run.joined);
      return all.every(({ state }) => state === "member")
        ? all.map(({ weight }) => weight).toSorted((one, other) => one - other)
        : [];
    },
    changes: () => (run.joined === undefined ? [] : views.changes(run.joined)),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
type Member = Awaited<ReturnType<typeof openMember>>;

const until = (holds: () => void): Promise<void> => vi.waitFor(holds, PATIENCE);
const agree = (members: readonly Member[], weights: readonly number[]): Promise<void> =>
  until(() => expect(members.map((member) => member.weights())).toEqual(members.map(() => weights)));

async function invite(from: Member, to: Member): Promise<void> {
  const { invitation } = await from.invite();
  await to.join(invitation);
}

it("grows beyond one member's word by approvals, takes a member out by the others, and lets one leave", async () => {
  await using cleanup = new AsyncDisposableStack();
  const open = async (): Promise<Member> => cleanup.use(await openMember());
  const [one, two, three, four, five] = [await open(), await open(), await open(), await open(), await open()];
  await one.create();
  await until(() => expect(one.weights()).toEqual([1]));
  await invite(one, two);
  await agree([one, two], [1, 3]);
  await invite(one, three);
  await agree([one, two, three], [1, 1, 3]);

  // Nobody decides alone any more: the newcomer waits, and says for what.
  await invite(two, four);
  const asked = { kind: "admit", public_key: four.key, proposed_by: two.key };
  for (const member of [one, three])
    await until(() => expect(member.changes()).toMatchObject([{ ...asked, is_own: false, decision: "open" }]));
  expect(one.status().network?.asked).toBe(1);
  await until(() => expect(four.status().problem).toMatchObject({ code: "approvals-needed" }));
  // With the second of 1 + 1 + 3 it is 2 of 5, which is too little, with the first 5.
  await three.decide(four.key, true);
  await until(() => expect(two.changes()).toMatchObject([{ is_own: true, approvals: { weight: 2, total: 5 } }]));
  expect(four.status().state).toBe("joining");
  await one.decide(four.key, true);
  await agree([one, two, three, four], [1, 1, 1, 1]);
  await until(() => expect(four.status()).toMatchObject({ state: "member", problem: null }));
  await until(() => expect([one, two, three].flatMap((member) => member.changes())).toEqual([]));

  // What is declined by too many is not made; whoever asked for it takes it back.
  await invite(four, five);
  for (const member of [one, two, three])
    await until(() => expect(member.changes()).toMatchObject([{ public_key: five.key, decision: "open" }]));
  for (const member of [one, two]) await member.decide(five.key, false);
  await three.decide(five.key, true);
  await until(() => expect(four.changes()).toMatchObject([{ approvals: { weight: 2, total: 4 } }]));
  await four.decide(five.key, false);
  await until(() => expect(five.status().problem).toMatchObject({ code: "invitation-refused" }));
  await five.leave(true);

  // A member that is gone is taken out by the three others.
  await four[Symbol.asyncDispose]();
  await one.remove(four.key);
  for (const member of [two, three]) {
    await until(() => expect(member.changes()).toContainEqual(expect.objectContaining({ kind: "remove", public_key: four.key })));
    await member.decide(four.key, true);
  }
  await agree([one, two, three], [1, 1, 1]);

  // Nobody who wants to leave is held.
  await three.leave(false);
  await until(() => expect(three.status()).toMatchObject({ state: "none" }));
  await agree([one, two], [1, 1]);
}, 900_000);
