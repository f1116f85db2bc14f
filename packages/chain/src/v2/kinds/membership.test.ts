import { hashObject, type v2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { createTestKeys } from "../../testing/keys.ts";
import { createMembershipState } from "../testing/membership-state.ts";
import { suspendWaiting } from "./offence-evidence.ts";
import { operatorOf, suspendedIn } from "./sender.ts";

const stranger = createTestKeys("stranger");
const strange = stranger.publicKey;

function four() {
  const made = createMembershipState(1, 1, 1, 1);
  const [one, two, three] = made.keys;
  if (one === undefined || two === undefined || three === undefined) throw new Error("there are four");
  const add = (weight = 1): v2.Operation => ({
    ...{ op: "add", entity: strange, public_key: strange, weight, proof: made.consent(strange, stranger) },
  });
  const change = (operations: readonly v2.Operation[], changes: Partial<v2.MembershipChange> = {}, by = made.keys.slice(0, 3)) =>
    made.say({ type: "membership", data: made.approved(operations, by, changes) });
  return { ...made, one, two, three, add, change };
}

describe("a change of the membership", () => {
  it("makes a list that is under way until it is handed over", () => {
    const { change, add, draft, handOver, one } = four();
    expect(change([add(), { op: "reweigh", entity: one.publicKey, weight: 2 }])).toBe("ok");
    const { current, pending } = draft.members;
    expect([current.version, current.members.length, pending?.version, pending?.members.length]).toEqual([0, 4, 1, 5]);
    expect(pending?.members.find(({ entity }) => entity === one.publicKey)?.weight).toBe(2);
    expect([draft.handoverAt, draft.get("list", "1")]).toMatchObject([1, { since: 0, until: null }]);
    expect(change([{ op: "remove", entity: one.publicKey }])).toBe("handover_under_way");
    handOver();
    expect(operatorOf(draft, strange)).toBe(strange);
  });

  it("starts from the newest list", () => {
    const { change, add, listRef, draft } = four();
    const { version, hash } = listRef(draft.members.current);
    expect(change([add()], { base: { version: version + 1, hash } })).toBe("other_base");
    expect(change([add()], { base: { version, hash: hashObject("another") } })).toBe("other_base");
  });

  it("needs approvals of more than two thirds, each by a member's key over this very change", () => {
    const { change, add, keys, one, two, three, approved, say } = four();
    expect(change([add()], {}, keys.slice(0, 2))).toBe("too_few_approvals");
    expect(change([add()], {}, [one, two, stranger])).toBe("no_such_member");
    const other = approved([{ op: "remove", entity: three.publicKey }], keys);
    const data = { ...approved([add()], []), approvals: other.approvals };
    expect(say({ type: "membership", data })).toBe("bad_approval");
    expect(() => change([add()], {}, [one, one, two])).toThrow("an entity twice");
    expect(() => change([add(), add()])).toThrow("an entity twice");
  });

  it("does not take two thirds exactly", () => {
    const { keys, say, approved } = createMembershipState(1, 1, 1);
    const leave: v2.Operation[] = [{ op: "remove", entity: keys[2]?.publicKey ?? "" }];
    expect(say({ type: "membership", data: approved(leave, keys.slice(0, 2)) })).toBe("too_few_approvals");
    expect(say({ type: "membership", data: approved(leave, keys) })).toBe("ok");
  });

  it("adds who is new, and changes and removes who is there", () => {
    const { change, consent, one, two } = four();
    const gone = { op: "remove", entity: strange } as const;
    expect(change([gone])).toBe("no_such_member");
    expect(change([{ op: "reweigh", entity: strange, weight: 2 }])).toBe("no_such_member");
    const known = { op: "add", entity: one.publicKey, public_key: strange, weight: 1 } as const;
    expect(change([{ ...known, proof: consent(one.publicKey, stranger) }])).toBe("member_known");
    expect(change([{ op: "resume", entity: two.publicKey }])).toBe("not_suspended");
  });

  it("takes no key without its own consent to be that entity's, and none of another member", () => {
    const { change, consent, one, two, draft } = four();
    const rekey = { op: "rekey", entity: one.publicKey, public_key: strange } as const;
    expect(change([{ ...rekey, proof: consent(two.publicKey, stranger) }])).toBe("bad_registration");
    const taken = { op: "rekey", entity: one.publicKey, public_key: two.publicKey } as const;
    expect(change([{ ...taken, proof: consent(one.publicKey, two) }])).toBe("key_twice");
    expect(change([{ ...rekey, proof: consent(one.publicKey, stranger) }])).toBe("ok");
    expect(draft.members.pending?.members.find(({ entity }) => entity === one.publicKey)?.public_key).toBe(strange);
  });

  it("gives those who are new less than a third of the weight", () => {
    const weights = createMembershipState(3, 3, 3, 3);
    const add = (weight: number): v2.Operation => ({
      ...{ op: "add", entity: strange, public_key: strange, weight, proof: weights.consent(strange, stranger) },
    });
    const say = (weight: number) => weights.say({ type: "membership", data: weights.approved([add(weight)], weights.keys) });
    expect(say(6)).toBe("too_many_newcomers");
    expect(say(5)).toBe("ok");
  });

  it("leaves at least one member, and at most as many as the network may have", () => {
    const { change, keys, consent } = four();
    expect(change(keys.map(({ publicKey }) => ({ op: "remove", entity: publicKey })))).toBe("no_members");
    const more = Array.from({ length: 3 }, (_, index) => createTestKeys(`more ${index}`));
    const added = more.map((own): v2.Operation => {
      const entity = own.publicKey;
      return { op: "add", entity, public_key: entity, weight: 1, proof: consent(entity, own) };
    });
    expect(change(added)).toBe("too_many_members");
  });
});

describe("a suspended member", () => {
  function suspended() {
    const made = four();
    const { draft, place, one, handOver } = made;
    draft.set("suspending", "", [one.publicKey]);
    suspendWaiting(draft, { ...place, epoch: 3 });
    handOver();
    return made;
  }
  const alone = (made: ReturnType<typeof four>, epoch: number, by = made.one, ...more: readonly v2.Operation[]) => {
    const data = made.approved([{ op: "resume", entity: made.one.publicKey }, ...more], []);
    return made.say({ type: "membership", data }, { at: { epoch }, by });
  };

  it("returns by itself after 30 epochs, with nothing else and by its own key", () => {
    const made = suspended();
    expect(made.draft.members.current.members).toHaveLength(3);
    expect(alone(made, 32)).toBe("too_few_approvals");
    expect(alone(made, 33, made.two)).toBe("too_few_approvals");
    expect(alone(made, 33, made.one, { op: "reweigh", entity: made.two.publicKey, weight: 2 })).toBe("too_few_approvals");
    expect(alone(made, 33)).toBe("ok");
    expect(suspendedIn(made.draft)).toEqual([]);
    expect(made.draft.members.pending?.members).toHaveLength(4);
  });

  it("returns sooner when the others approve", () => {
    const made = suspended();
    const { one, two, three, keys, approved, say } = made;
    const data = approved([{ op: "resume", entity: one.publicKey }], [two, three, ...keys.slice(3)]);
    expect(say({ type: "membership", data }, { by: two })).toBe("ok");
  });

  it("may send, is not added anew, and keeps its key from others", () => {
    const made = suspended();
    const { one, two, three, keys, consent, approved, say, draft } = made;
    const all = [two, three, ...keys.slice(3)];
    expect(operatorOf(draft, one.publicKey)).toBe(one.publicKey);
    expect(operatorOf(draft, strange)).toBeUndefined();
    const entity = one.publicKey;
    const again: v2.Operation = { op: "add", entity, public_key: strange, weight: 1, proof: consent(entity, stranger) };
    expect(say({ type: "membership", data: approved([again], all) }, { by: two })).toBe("member_known");
    const taken: v2.Operation = {
      ...{ op: "rekey", entity: two.publicKey, public_key: one.publicKey, proof: consent(two.publicKey, one) },
    };
    expect(say({ type: "membership", data: approved([taken], all) }, { by: two })).toBe("key_twice");
  });
});
