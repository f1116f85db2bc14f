import { describe, expect, it } from "vitest";
import { createTestKeys } from "../../testing/keys.ts";
import { createMembershipState } from "../testing/membership-state.ts";
import { type NodeRow, operatorOf } from "./sender.ts";

type Keys = ReturnType<typeof createTestKeys>;

const pool = "1".repeat(64);
const [machine, second, third] = ["machine", "second", "third"].map((name) => createTestKeys(name));
if (machine === undefined || second === undefined || third === undefined) throw new Error("there are three");

function made() {
  const state = createMembershipState(1, 1, 1, 1);
  const { keys, draft, say, consent } = state;
  const [own, other] = keys;
  if (own === undefined || other === undefined) throw new Error("there are four");
  const described = { endpoints: [] as string[], pool: null as string | null };
  const register = (node: Keys, { by = own, of = by, as = node }: { by?: Keys; of?: Keys; as?: Keys } = {}): string => {
    const data = { operation: "register", node_key: node.publicKey, proof: consent(of.publicKey, as), ...described };
    return say({ type: "node_registration", data }, { by });
  };
  const rotate = (node: Keys, to: Keys, by = own): string =>
    say(
      {
        type: "node_registration",
        data: { operation: "rotate", node_key: node.publicKey, new_key: to.publicKey, proof: consent(by.publicKey, to) },
      },
      { by },
    );
  const retire = (node: Keys, by = own): string =>
    say({ type: "node_registration", data: { operation: "retire", node_key: node.publicKey } }, { by });
  const update = (node: Keys, by = own): string =>
    say({ type: "node_registration", data: { operation: "update", node_key: node.publicKey, endpoints: ["a"], pool } }, { by });
  /** What the state says to something that only a member key may send. */
  const send = (by: Keys): string => retire(by, by);
  const node = (of: Keys) => draft.get<NodeRow>("node", of.publicKey);
  return { ...state, own, other, register, rotate, retire, update, send, node };
}

describe("a node key", () => {
  it("may send once its member has registered it with its consent", () => {
    const { register, send, draft, own } = made();
    expect([operatorOf(draft, machine.publicKey), send(machine)]).toEqual([undefined, "no_member"]);
    expect(register(machine, { as: second })).toBe("bad_registration");
    expect(register(machine)).toBe("ok");
    expect(operatorOf(draft, machine.publicKey)).toBe(own.publicKey);
    // It sends, but registers nobody.
    expect(send(machine)).toBe("no_member_key");
    expect(register(machine)).toBe("key_in_use");
    expect(register(own)).toBe("key_in_use");
  });

  it("sends no more once another has taken its place, which keeps what is said of the node", () => {
    const { register, rotate, update, send, draft, node, own, other } = made();
    register(machine);
    expect([update(machine, other), update(second), update(machine)]).toEqual(["no_such_node", "no_such_node", "ok"]);
    expect(rotate(machine, second, other)).toBe("no_such_node");
    expect(rotate(machine, own)).toBe("key_in_use");
    expect(node(machine)).toEqual({ entity: own.publicKey, endpoints: ["a"], pool });
    expect(rotate(machine, second)).toBe("ok");
    expect([send(machine), send(second)]).toEqual(["no_member", "no_member_key"]);
    expect([node(machine), node(second)]).toEqual([undefined, { entity: own.publicKey, endpoints: ["a"], pool }]);
    expect(draft.get("nodes", own.publicKey)).toEqual([second.publicKey]);
  });

  it("is nobody else's for ever, also once it is retired", () => {
    const { register, retire, send, draft, own, other, keys } = made();
    register(machine);
    expect(register(machine, { by: other })).toBe("key_of_another");
    expect(retire(machine, other)).toBe("no_such_node");
    expect([retire(machine), send(machine), retire(machine)]).toEqual(["ok", "no_member", "no_such_node"]);
    expect(draft.get("nodes", own.publicKey)).toBeUndefined();
    expect(register(machine, { by: other })).toBe("key_of_another");
    expect(register(keys[2] ?? own, { by: other })).toBe("key_of_another");
    expect(register(machine)).toBe("ok");
  });

  it("is one of at most 16 of its member", () => {
    const { register, retire } = made();
    const many = Array.from({ length: 17 }, (_, index) => createTestKeys(`machine ${index}`));
    expect(many.map((one) => register(one))).toEqual([...Array.from({ length: 16 }, () => "ok"), "too_many_node_keys"]);
    const [first, last] = [many[0], many[16]];
    if (first === undefined || last === undefined) throw new Error("there are 17");
    expect([retire(first), register(last)]).toEqual(["ok", "ok"]);
  });

  it("sends for a suspended member, and not for one that has left", () => {
    const { register, draft, own, say, approved, consent, keys, handOver } = made();
    register(machine);
    const { current } = draft.members;
    const gone = current.members.filter(({ entity }) => entity === own.publicKey);
    const left = current.members.filter(({ entity }) => entity !== own.publicKey);
    const members = { current: { version: 1, members: left }, pending: null };
    draft.members = members;
    expect(operatorOf(draft, machine.publicKey)).toBeUndefined();
    draft.set(
      "suspended",
      "",
      gone.map((member) => ({ ...member, since: 0 })),
    );
    expect(operatorOf(draft, machine.publicKey)).toBe(own.publicKey);
    // No other member may take it for its own key; its member may.
    const add = { op: "add", entity: third.publicKey, public_key: machine.publicKey, weight: 1 } as const;
    const adding = { ...add, proof: consent(third.publicKey, machine) };
    const by = keys[1];
    expect(say({ type: "membership", data: approved([adding], keys.slice(1)) }, { by })).toBe("key_of_another");
    draft.set("suspended", "", undefined);
    draft.members = { current, pending: null };
    const rekey = { op: "rekey", entity: own.publicKey, public_key: machine.publicKey } as const;
    const rekeying = { ...rekey, proof: consent(own.publicKey, machine) };
    expect(say({ type: "membership", data: approved([rekeying], keys) }, { by })).toBe("ok");
    handOver();
    expect(operatorOf(draft, machine.publicKey)).toBe(own.publicKey);
  });
});
