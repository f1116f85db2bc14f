import type { MembershipWish } from "@lucid/chain/network";
import { createTestKeys } from "@lucid/chain/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { TestGround } from "../ground/testing/open-test-ground.ts";
import { createMembershipChanges, type MembershipChanges, refused, taken } from "./membership-changes.ts";
import { createMembershipDesk, type MembershipDesk, tokenHash } from "./membership-desk.ts";
import type { Joined, NetworkEngineModule } from "./network-module.ts";
import type { NetworkRepository } from "./network-repository.ts";
import { openLoneNetwork } from "./testing/open-lone-network.ts";

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
  let changes: MembershipChanges;
  let settle: () => Promise<void>;

  beforeAll(async () => {
    const network = stack.use(await openLoneNetwork());
    ({ ground, joined, repository } = network);
    ({ module } = joined);
    const { clock, log, keys } = ground;
    changes = createMembershipChanges({ clock, log, keys, repository });
    desk = createMembershipDesk({ clock, keys, repository, changes });
    settle = () => changes.go(joined);
    repository.invite(tokenHash(token), joined.network.hash, clock.now() + HOUR_MS);
  });
  afterAll(() => stack.disposeAsync());

  const asking = (keys: typeof newcomer, shown = token, network = joined.network.hash) =>
    desk.decide(joined, keys.publicKey, { kind: "join", token: shown, proof: module.consentOf(keys, network) });
  const weights = () => {
    const { current, pending } = joined.engine.members;
    return (pending ?? current).members.map(({ weight }) => weight).toSorted((one, more) => one - more);
  };

  it("refuses a token that nobody gave out, and a consent to another network", () => {
    expect(asking(newcomer, "7b".repeat(32))).toEqual(refused("invitation"));
    expect(asking(newcomer, token, "00".repeat(32))).toEqual(refused("bad_registration"));
    expect(repository.invitation(tokenHash(token), joined.network.hash)).toMatchObject({ used_by: null });
  });

  it("admits the first key that shows the token, with the least weight, and no other one", async () => {
    expect(asking(newcomer)).toEqual(taken);
    expect(asking(other)).toEqual(refused("invitation"));
    ground.clock.advance(60_000);
    expect(joined.engine.members.current.version).toBe(1);
    expect(weights()).toEqual([1, 3]);
    // It asks again when it has not heard: nothing happens twice, and nothing of it waits.
    expect(asking(newcomer)).toEqual(taken);
    await settle();
    ground.clock.advance(60_000);
    expect(joined.engine.members.current.version).toBe(1);
    expect(repository.changes(joined.network.hash)).toEqual([]);
  });

  it("approves at once that a member leaves, of this list alone, and keeps what another asks for until somebody decides", async () => {
    const list = joined.engine.members.current;
    const ref = module.refOf(list);
    const { hash } = joined.network;
    const wanting = (keys: typeof newcomer, wish: MembershipWish, base = ref) =>
      desk.decide(joined, keys.publicKey, { kind: "approve", ...base, wish });
    const leaving: MembershipWish = { op: "remove", key: newcomer.publicKey };
    const admitting: MembershipWish = { op: "admit", key: other.publicKey, proof: module.consentOf(other, hash) };

    expect(wanting(newcomer, leaving, { ...ref, version: 7 })).toEqual(refused("other_base"));
    expect(wanting(other, leaving)).toEqual(refused("no_such_member"));
    expect(wanting(newcomer, { op: "remove", key: ground.keys.publicKey })).toEqual(refused("own"));
    expect(wanting(newcomer, { ...admitting, proof: module.consentOf(newcomer, hash) })).toEqual(refused("bad_registration"));

    // Whoever tells people of it hears of the network by its name.
    const heard: string[] = [];
    using _listening = ground.changes.on("network", (id) => heard.push(id));
    expect(wanting(newcomer, admitting)).toEqual(refused("approvals"));
    await vi.waitFor(() => expect(heard).toEqual([hash]));
    expect(repository.changes(hash)).toMatchObject([{ public_key: other.publicKey, kind: "admit", decision: "open" }]);
    repository.decideChange(hash, other.publicKey, "declined");
    expect(wanting(newcomer, admitting)).toEqual(refused("declined"));
    repository.decideChange(hash, other.publicKey, "approved");
    const approved = (wish: MembershipWish, signature: string | null): boolean =>
      module.isApproval(
        hash,
        { list, operations: module.operationsOf(list, wish) },
        { key: ground.keys.publicKey, signature: signature ?? "" },
      );
    const admission = wanting(newcomer, admitting);
    expect(approved(admitting, admission.approval)).toBe(true);
    expect(approved(leaving, admission.approval)).toBe(false);
    expect(approved(leaving, wanting(newcomer, leaving).approval)).toBe(true);
  });

  it("takes no more from one member than a person can look through", () => {
    const { hash } = joined.network;
    const ref = module.refOf(joined.engine.members.current);
    const answers = Array.from({ length: 20 }, (_, index) => {
      const keys = createTestKeys(`stranger ${index}`);
      const wish: MembershipWish = { op: "admit", key: keys.publicKey, proof: module.consentOf(keys, hash) };
      return desk.decide(joined, newcomer.publicKey, { kind: "approve", ...ref, wish }).refused;
    });
    expect(new Set(answers)).toEqual(new Set(["approvals", "too_many"]));
    expect(repository.changes(hash)).toHaveLength(16);
  });

  it("takes a member out where its own weight is enough, and lets it in by the same invitation no more", async () => {
    expect(changes.propose(joined, { op: "remove", key: newcomer.publicKey })).toEqual(taken);
    ground.clock.advance(60_000);
    expect(weights()).toEqual([3]);
    await settle();
    expect(asking(newcomer)).toEqual(refused("invitation"));
  });

  it("refuses an invitation that is over", () => {
    repository.invite(tokenHash("7c".repeat(32)), joined.network.hash, ground.clock.now() + 1_000);
    ground.clock.advance(1_000);
    expect(asking(other, "7c".repeat(32))).toEqual(refused("invitation"));
  });

  it("forgets what nobody has made in its time", async () => {
    const { hash: network } = joined.network;
    const row = { network, kind: "remove", proof: null, proposed_by: newcomer.publicKey, decision: "open" } as const;
    repository.askFor({ ...row, public_key: ground.keys.publicKey, expires_at: ground.clock.now() + 1_000 });
    await settle();
    expect(repository.change(network, ground.keys.publicKey)).toMatchObject(row);
    ground.clock.advance(1_000);
    await settle();
    expect(repository.change(network, ground.keys.publicKey)).toBeUndefined();
  });
});
