import { type Attestation, DOMAIN, hashObject, type v2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { createTestKeys } from "../../testing/keys.ts";
import type { ListRow } from "../state/branch-state.ts";
import { createMembershipState } from "../testing/membership-state.ts";
import { isOutdated, isPunished, isSpent } from "./is-spent.ts";
import { suspendWaiting } from "./offence-evidence.ts";
import { suspendedIn } from "./sender.ts";

type Keys = ReturnType<typeof createTestKeys>;
const ref = (height: number, name = "") => ({ height, hash: hashObject(`block ${height} ${name}`) });

function made(...weights: readonly number[]) {
  const state = createMembershipState(...weights);
  const { network, keys } = state;
  const vote = (own: Keys, source: number, target: number, { name = "", epoch = 0 } = {}) => {
    const attestation: Attestation = {
      ...{ network: network.hash, epoch, source: ref(source), target: ref(target, name), attester: own.publicKey },
    };
    return { attestation, signature: own.sign(DOMAIN.attestationV2, attestation) };
  };
  const twice = (own: Keys, target = 5, epoch = 0): v2.OffencePair => ({
    ...{ kind: "votes", first: vote(own, 1, target, { epoch }), second: vote(own, 1, target, { name: "other", epoch }) },
  });
  const header = (own: Keys, changes: Partial<v2.Header> = {}): v2.Header => ({
    ...{ version: 2, network: network.hash, height: 1, previous_hash: network.hash, slot: 0, position: 1, rank: 0, epoch: 0 },
    ...{ producer: own.publicKey, timestamp: 10, history_root: hashObject(1), members: network.membersHash, tx_count: 0 },
    ...{ tx_root: hashObject(1), attestation_root: hashObject(1), state_root: hashObject(1), ...changes },
  });
  const signed = (own: Keys, changes: Partial<v2.Header> = {}) => {
    const made = header(own, changes);
    return { header: made, signature: own.sign(DOMAIN.blockV2, made) };
  };
  const [one, two] = keys;
  if (one === undefined || two === undefined) throw new Error("there are two");
  const show = (data: v2.OffencePair, epoch = 0) => state.say({ type: "evidence", data }, { at: { epoch } });
  return { ...state, vote, twice, signed, one, two, show };
}

describe("evidence", () => {
  it("is a pair that no honest key signs: two votes for a height, one around another, two blocks for a place", () => {
    const { show, vote, twice, signed, one, two } = made(1, 1, 1, 1);
    const around = { kind: "surround", first: vote(one, 1, 9), second: vote(one, 2, 8) } as const;
    const blocks = { kind: "blocks", first: signed(one), second: signed(one, { timestamp: 11 }) } as const;
    expect([show(twice(one)), show(around), show(blocks)]).toEqual(["ok", "ok", "ok"]);
    for (const harmless of [
      { kind: "votes", first: vote(one, 1, 5), second: vote(one, 1, 5) },
      { kind: "votes", first: vote(one, 1, 5), second: vote(one, 1, 6) },
      { kind: "votes", first: vote(one, 1, 5), second: vote(two, 1, 5, { name: "other" }) },
      { ...around, first: around.second, second: around.first },
      { kind: "surround", first: vote(one, 2, 9), second: vote(one, 2, 8) },
      { kind: "surround", first: vote(one, 1, 8), second: vote(one, 2, 8) },
      { kind: "surround", first: vote(one, 1, 9), second: vote(two, 2, 8) },
      { kind: "blocks", first: signed(one), second: signed(one) },
      { kind: "blocks", first: signed(one), second: signed(one, { position: 2 }) },
      { kind: "blocks", first: signed(one), second: signed(one, { slot: 1 }) },
      { kind: "blocks", first: signed(one), second: signed(two) },
    ] as const)
      expect(show(structuredClone(harmless) as v2.OffencePair)).toBe("no_offence");
  });

  it("is signed, of this network, and of a member", () => {
    const { show, twice, vote, one } = made(1, 1, 1, 1);
    const pair = twice(one);
    const forged = { ...pair, second: { ...pair.second, signature: "0".repeat(128) } } as v2.OffencePair;
    expect(show(forged)).toBe("bad_offence_signature");
    const foreign = { ...vote(one, 1, 5).attestation, network: hashObject("another") };
    const away = { attestation: foreign, signature: one.sign(DOMAIN.attestationV2, foreign) };
    expect(show({ kind: "votes", first: vote(one, 1, 5), second: away })).toBe("wrong_network");
    expect(show(twice(createTestKeys("stranger")))).toBe("not_a_member");
  });

  it("counts once for a member, kind and place", () => {
    const { show, twice, one, two } = made(1, 1, 1, 1);
    expect([show(twice(one)), show(twice(one)), show(twice(one, 6)), show(twice(two))]).toEqual(["ok", "punished", "ok", "ok"]);
  });

  it("is at most 30 epochs old, by the earlier of the epochs that the two name", () => {
    const { show, twice, vote, one } = made(1, 1, 1, 1);
    expect([show(twice(one, 5, 9), 40), show(twice(one, 5, 10), 40)]).toEqual(["offence_too_old", "ok"]);
    const mixed = { kind: "votes", first: vote(one, 1, 7, { epoch: 12 }), second: vote(one, 1, 7, { epoch: 9 }) } as const;
    expect(show(mixed, 40)).toBe("offence_too_old");
  });

  it("concerns a key of a list in force in that epoch or the one before", () => {
    const { show, twice, one, draft } = made(1, 1, 1, 1);
    const members: ListRow["members"] = [{ entity: hashObject("other"), public_key: hashObject("key"), weight: 1 }];
    draft.set("list", "0", { ...draft.get<ListRow>("list", "0"), until: 4 });
    draft.set("list", "1", { members, since: 4, until: null });
    draft.members = { current: { version: 1, members: [...draft.members.current.members] }, pending: null };
    expect(show(twice(one, 5, 6), 6)).toBe("not_a_member");
    expect(show(twice(one, 6, 5), 6)).toBe("ok");
    draft.set("list", "0", undefined);
    expect(show(twice(one, 7, 5), 6)).toBe("not_a_member");
    const { draft: later, ...rest } = made(1, 1, 1, 1);
    later.set("list", "0", { ...later.get<ListRow>("list", "0"), since: 3 });
    expect(rest.show(rest.twice(rest.one, 5, 2), 6)).toBe("not_a_member");
  });
});

describe("suspension", () => {
  const place = { height: 7, epoch: 2 };

  it("takes the member out by a handover, and never more than a third of the weight", () => {
    const { show, twice, keys, draft, handOver } = made(1, 1, 1, 1, 1);
    for (const own of keys.slice(0, 3)) expect(show(twice(own))).toBe("ok");
    suspendWaiting(draft, place);
    expect([draft.handoverAt, draft.members.pending?.members.length]).toEqual([7, 4]);
    expect(suspendedIn(draft)).toMatchObject([{ entity: keys[0]?.publicKey, weight: 1, since: 2 }]);
    suspendWaiting(draft, place);
    expect(suspendedIn(draft)).toHaveLength(1);
    handOver();
    suspendWaiting(draft, place);
    expect(draft.members.pending).toBeNull();
    expect(draft.get("suspending", "")).toEqual(keys.slice(1, 3).map(({ publicKey }) => publicKey));
    expect(show(twice(keys[0] ?? keys[1] ?? createTestKeys("none"), 9))).toBe("ok");
    expect(draft.get<readonly string[]>("suspending", "")).toHaveLength(2);
  });

  it("does not wait for who has left, and keeps the suspended in order", () => {
    const { show, twice, keys, draft } = made(1, 1, 1, 1, 1, 1);
    for (const own of keys.slice(0, 2)) show(twice(own));
    const left = draft.members.current.members.filter(({ entity }) => entity !== keys[0]?.publicKey);
    draft.set("suspended", "", [{ entity: "f".repeat(64), public_key: "e".repeat(64), weight: 1, since: 0 }]);
    draft.members = { current: { version: 0, members: left }, pending: null };
    suspendWaiting(draft, place);
    expect(suspendedIn(draft).map(({ entity }) => entity)).toEqual([keys[1]?.publicKey, "f".repeat(64)]);
    expect(draft.get("suspending", "")).toBeUndefined();
    draft.members = { current: { version: 1, members: left }, pending: null };
    draft.set("suspending", "", [keys[0]?.publicKey]);
    suspendWaiting(draft, place);
    expect([draft.get("suspending", ""), draft.members.pending]).toEqual([undefined, null]);
  });
});

it("a transaction is outdated once the state has what it says, and spent once its sequence is used", () => {
  const { draft, twice, one, network, approved, handOver, show, keys } = made(1, 1, 1, 1);
  const stateNow = () => ({
    lists: { members: draft.members, hash: "", voters: network.voters },
    epoch: 2,
    rows: { get: draft.get, with: () => stateNow().rows, all: () => [] },
  });
  const envelope = { version: 2, network: network.hash, sender: one.publicKey, sequence: 0, expires_at: 1 } as const;
  const evidence = { transaction: { ...envelope, type: "evidence", data: twice(one) }, signature: "" } as const;
  const data = approved([{ op: "remove", entity: one.publicKey }], keys);
  const change = { transaction: { ...envelope, type: "membership", data }, signature: "" } as const;
  const list = {
    transaction: { ...envelope, type: "node_checkpoint", data: { items_root: "", count: 1 } },
    ...{ signature: "", items: [] },
  } as const;
  for (const sent of [evidence, change, list])
    expect(isSpent(stateNow(), structuredClone(sent) as v2.SentTransaction)).toBe(false);
  expect(show(twice(one))).toBe("ok");
  suspendWaiting(draft, { height: 7, epoch: 2 });
  expect(isOutdated(stateNow(), structuredClone(evidence) as v2.SentTransaction)).toBe(true);
  expect(isOutdated(stateNow(), structuredClone(change) as v2.SentTransaction)).toBe(true);
  expect(isOutdated(stateNow(), structuredClone(list) as v2.SentTransaction)).toBe(false);
  expect(isSpent(stateNow(), structuredClone(list) as v2.SentTransaction)).toBe(true);
  handOver();
  const { rows, lists } = stateNow();
  expect(isPunished({ rows, members: lists.members }, { ...twice(one), second: twice(one).first } as v2.OffencePair)).toBe(false);
  expect(isPunished({ rows, members: lists.members }, twice(createTestKeys("stranger")))).toBe(false);
});
