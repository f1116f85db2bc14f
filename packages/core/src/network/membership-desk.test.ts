import { mkdirSync } from "node:fs";
import { createTestKeys } from "@lucid/chain/testing";
import { v2 } from "@lucid/proof";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestGround, type TestGround } from "../ground/testing/open-test-ground.ts";
import { createMembershipDesk, type MembershipDesk, tokenHash } from "./membership-desk.ts";
import type { Joined } from "./network-module.ts";
import { loadNetworkModule, type NetworkEngineModule } from "./network-module.ts";
import { createNetworkRepository, type NetworkRepository, networkTables } from "./network-repository.ts";

const HOUR_MS = 3_600_000;
const token = "7a".repeat(32);
const newcomer = createTestKeys("newcomer");
const other = createTestKeys("other");

describe("requests for membership at a node that is alone in its network", () => {
  const stack = new AsyncDisposableStack();
  let ground: TestGround;
  let module: NetworkEngineModule;
  let joined: Joined;
  let repository: NetworkRepository;
  let desk: MembershipDesk;

  beforeAll(async () => {
    ground = stack.use(await openTestGround());
    const { clock, log, metrics, keys, folder, db } = ground;
    db.attach(networkTables);
    repository = createNetworkRepository(db);
    desk = createMembershipDesk({ clock, log, keys, repository });
    module = await loadNetworkModule();
    const opened = v2.openNetwork(
      module.createNetworkGenesis({ name: "home", startsAtMs: clock.now(), publicKey: keys.publicKey, blockInterval: 10 }),
    );
    if (!opened.ok) throw new Error(opened.failure.reason);
    const network = opened.value;
    const place = folder.file("network");
    mkdirSync(place);
    const running = stack.use(
      await module.startNetwork(
        {
          ...{ clock, log, metrics, keys, identity: { publicKey: keys.publicKey, sign: keys.signBytes } },
          onUpdate: () => undefined,
          onFailure: (error) => {
            throw error;
          },
          onRequest: () => ({ refused: "not_ready" }),
        },
        { network, folder: place, listen: ["127.0.0.1:0"], dial: [] },
      ),
    );
    joined = { ...running, module };
    const root = JSON.stringify({ height: 0, hash: network.hash });
    const row = { hash: network.hash, genesis: JSON.stringify(network.genesis), since: clock.now(), root };
    repository.enter({ ...row, state: "member", addresses: "[]", inviter: null, token: null });
    repository.invite(tokenHash(token), network.hash, clock.now() + HOUR_MS);
  });
  afterAll(() => stack.disposeAsync());

  const asking = (keys: typeof newcomer, shown = token, network = joined.network.hash) =>
    desk.decide(joined, keys.publicKey, { kind: "join", token: shown, proof: module.consentOf(keys, network) });
  const weights = () => {
    const { current, pending } = joined.engine.members;
    return (pending ?? current).members.map(({ weight }) => weight).toSorted((one, more) => one - more);
  };

  it("refuses a token that nobody gave out, and a consent to another network", () => {
    expect(asking(newcomer, "7b".repeat(32))).toEqual({ refused: "invitation" });
    expect(asking(newcomer, token, "00".repeat(32))).toEqual({ refused: "bad_registration" });
    expect(repository.invitation(tokenHash(token), joined.network.hash)).toMatchObject({ used_by: null });
  });

  it("admits the first key that shows the token, with the least weight, and no other one", () => {
    expect(asking(newcomer)).toEqual({ refused: null });
    expect(asking(other)).toEqual({ refused: "invitation" });
    ground.clock.advance(60_000);
    expect(joined.engine.members.current.version).toBe(1);
    expect(weights()).toEqual([1, 3]);
    // It asks again when it has not heard: nothing happens twice.
    expect(asking(newcomer)).toEqual({ refused: null });
    ground.clock.advance(60_000);
    expect(joined.engine.members.current.version).toBe(1);
  });

  it("takes out whoever asks for itself, of this list alone", () => {
    const list = joined.engine.members.current;
    const leave = (keys: typeof newcomer, ref = module.refOf(list), operations = module.removalOf(list, newcomer.publicKey)) =>
      desk.decide(joined, keys.publicKey, {
        kind: "leave",
        ...ref,
        signature: module.approvalOf(keys, joined.network.hash, { list, operations }),
      });
    expect(leave(newcomer, { ...module.refOf(list), version: 7 })).toEqual({ refused: "other_base" });
    // What it approves is its own removal and nothing else.
    expect(leave(newcomer, undefined, module.removalOf(list, ground.keys.publicKey))).toEqual({ refused: "bad_approval" });
    expect(leave(other)).toEqual({ refused: null });
    ground.clock.advance(60_000);
    expect(weights()).toEqual([1, 3]);
    expect(leave(newcomer)).toEqual({ refused: null });
    ground.clock.advance(60_000);
    expect(weights()).toEqual([3]);
    // Its invitation let it in once.
    expect(asking(newcomer)).toEqual({ refused: "invitation" });
  });

  it("refuses an invitation that is over", () => {
    repository.invite(tokenHash("7c".repeat(32)), joined.network.hash, ground.clock.now() + 1_000);
    ground.clock.advance(1_000);
    expect(asking(other, "7c".repeat(32))).toEqual({ refused: "invitation" });
  });
});
