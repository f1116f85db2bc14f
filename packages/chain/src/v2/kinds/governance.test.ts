import { v2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { createTestKeys } from "../../testing/keys.ts";
import { decideProposals, executeDue } from "../governance/decide.ts";
import { parametersFrom } from "../governance/parameters.ts";
import { queuedChanges } from "../governance/proposals.ts";
import { BOUNDS, proposalState, proposalsIn, registryOf } from "../governance/registry.ts";
import { createMembershipState } from "../testing/membership-state.ts";
import { isOutdated } from "./is-spent.ts";

const textHash = "7".repeat(64);
const cooldown = { name: "cooldown_slots", value: 20 } as const;
type Keys = ReturnType<typeof createTestKeys>;

/** Members with these weights, what they propose and vote, and the end of a block at a height and in an epoch. */
function made(...weights: readonly number[]) {
  const state = createMembershipState(...weights);
  const { draft, network, keys, say } = state;
  const rows = { get: draft.get, with: () => rows, all: () => [] };
  const seen = {
    rows,
    get parameters() {
      return draft.parameters;
    },
  };
  let sent: v2.SentTransaction | undefined;
  /** What is said, and the id that it has. */
  function act(data: v2.GovernanceAction, by: Keys | undefined = keys[0], epoch = 0) {
    const sender = by?.publicKey ?? "";
    const sequence = draft.get<number>("sequence", sender) ?? 0;
    const transaction = { version: 2, network: network.hash, sender, sequence, expires_at: 1, type: "governance", data };
    sent = v2.SentTransaction.parse({ transaction, signature: "0".repeat(128) });
    const answer = say({ type: "governance", data }, { by, at: { epoch } });
    return { answer, id: state.idOf(sent), sent };
  }
  const propose = (changes: readonly v2.ParameterChange[] = [cooldown], by = keys[0], epoch = 0) =>
    act({ action: "propose", changes: [...changes], title: "more rest", text_hash: textHash }, by, epoch);
  const vote = (proposal: string, index: number, support: number) =>
    act({ action: "vote", proposal, support }, keys[index]).answer;
  const cancel = (proposal: string, by = keys[0]) => act({ action: "cancel", proposal }, by).answer;
  const end = (height: number, epoch = 0) => decideProposals(draft, { height, epoch });
  const stateOf = (id: string) => proposalState({ rows }, id);
  /** Makes a height final on the branch. */
  const finalize = (height: number) => void (draft.finality = { ...draft.finality, final: height });
  const outdated = (one: v2.SentTransaction) =>
    isOutdated({ rows, lists: { members: draft.members, hash: "", voters: network.voters }, epoch: 0 }, one);
  return { ...state, rows, seen, act, propose, vote, cancel, end, stateOf, finalize, outdated };
}

describe("a proposal", () => {
  it("succeeds once votes for it carry more than two thirds, and is dated once that is final", () => {
    const { propose, vote, end, stateOf, finalize, draft, rows, seen } = made(1, 1, 1, 1);
    const { answer, id } = propose();
    expect([answer, stateOf(id)]).toEqual(["ok", "active"]);
    expect(proposalsIn({ rows })).toMatchObject([{ id, changes: [cooldown], votes: {} }]);
    expect([vote(id, 0, 1), vote(id, 0, 0), vote(id, 1, 1)]).toEqual(["ok", "voted", "ok"]);
    end(5);
    expect(stateOf(id)).toBe("active");
    expect(vote(id, 2, 1)).toBe("ok");
    end(6);
    expect([stateOf(id), vote(id, 3, 0)]).toEqual(["succeeded", "no_active_proposal"]);
    finalize(5);
    end(7, 4);
    expect(stateOf(id)).toBe("succeeded");
    finalize(6);
    end(8, 4);
    expect([stateOf(id), queuedChanges(rows)]).toEqual(["queued", [{ proposal: id, changes: [cooldown], due: 6 }]]);
    expect([parametersFrom(seen, 5).cooldown_slots, parametersFrom(seen, 6).cooldown_slots]).toEqual([16, 20]);
    executeDue(draft, 5);
    expect([draft.parameters.cooldown_slots, stateOf(id)]).toEqual([16, "queued"]);
    executeDue(draft, 6);
    expect([draft.parameters.cooldown_slots, stateOf(id), queuedChanges(rows)]).toEqual([20, "executed", []]);
    expect(registryOf(seen)).toMatchObject({
      parameters: { cooldown_slots: 20 },
      updates: [{ name: "cooldown_slots", before: 16, value: 20, proposal: id, epoch: 6 }],
    });
  });

  it("needs more than two thirds exactly, of each list in force", () => {
    const { propose, vote, end, stateOf, draft } = made(2, 1);
    const { id } = propose();
    vote(id, 0, 1);
    end(5);
    expect(stateOf(id)).toBe("active");
    vote(id, 1, 2);
    end(6);
    expect(stateOf(id)).toBe("defeated");
    const other = made(3, 1);
    const again = other.propose();
    other.vote(again.id, 0, 1);
    const [heavy] = other.draft.members.current.members.filter(({ weight }) => weight === 3);
    if (heavy === undefined) throw new Error("there is one");
    const { current } = other.draft.members;
    other.draft.members = { current, pending: { version: 1, members: current.members.map((one) => ({ ...one, weight: 2 })) } };
    other.end(5);
    expect(other.stateOf(again.id)).toBe("active");
    other.draft.members = { current, pending: null };
    other.end(6);
    expect(other.stateOf(again.id)).toBe("succeeded");
    // Nothing is dated while membership changes hands.
    other.finalize(6);
    other.draft.members = { current, pending: { version: 1, members: current.members } };
    other.end(7);
    expect(other.stateOf(again.id)).toBe("succeeded");
    other.draft.members = { current, pending: null };
    other.end(8);
    expect(other.stateOf(again.id)).toBe("queued");
    expect(draft.members.pending).toBeNull();
  });

  it("is defeated when a third cannot be won any more, and after three epochs", () => {
    const { propose, vote, end, stateOf, keys } = made(1, 1, 1);
    const first = propose();
    vote(first.id, 1, 0);
    end(5);
    expect(stateOf(first.id)).toBe("defeated");
    const second = propose([cooldown], keys[1]);
    vote(second.id, 0, 1);
    end(6, 2);
    expect(stateOf(second.id)).toBe("active");
    end(7, 3);
    expect([stateOf(second.id), vote(second.id, 1, 1)]).toEqual(["defeated", "no_active_proposal"]);
  });

  it("is one at a time of a member, and its proposer's to cancel", () => {
    const { propose, cancel, vote, stateOf, keys, act } = made(1, 1, 1, 1);
    const { id } = propose();
    expect([propose().answer, propose([cooldown], keys[1]).answer]).toEqual(["proposal_open", "ok"]);
    expect([cancel(id, keys[1]), cancel(id), cancel(id), vote(id, 1, 1)]).toEqual([
      "not_the_proposer",
      "ok",
      "no_active_proposal",
      "no_active_proposal",
    ]);
    expect([stateOf(id), stateOf("9".repeat(64)), propose().answer]).toEqual(["canceled", undefined, "ok"]);
    const stranger = createTestKeys("stranger");
    expect(act({ action: "cancel", proposal: id }, stranger).answer).toBe("no_member");
  });

  it("is for member keys: a node key has no part in it", () => {
    const { keys, consent, say, propose } = made(1, 1);
    const [own] = keys;
    const machine = createTestKeys("machine");
    if (own === undefined) throw new Error("there is a first");
    const proof = consent(own.publicKey, machine);
    const data = { operation: "register", node_key: machine.publicKey, proof, endpoints: [], pool: null };
    expect(say({ type: "node_registration", data })).toBe("ok");
    expect(propose([cooldown], machine).answer).toBe("no_member_key");
  });

  it("makes later votes and cancellations outdated once it is decided", () => {
    const { propose, act, vote, end, outdated, keys } = made(1, 1, 1, 1);
    const unknown = act({ action: "vote", proposal: "9".repeat(64), support: 1 }, keys[3]);
    expect([unknown.answer, outdated(unknown.sent)]).toEqual(["no_active_proposal", false]);
    const { id, sent } = propose();
    const last = act({ action: "vote", proposal: id, support: 1 }, keys[0]);
    const cancelling = act({ action: "cancel", proposal: id }, keys[3]);
    const stranger = act({ action: "vote", proposal: id, support: 1 }, createTestKeys("stranger"));
    expect([outdated(sent), outdated(last.sent), outdated(cancelling.sent), outdated(stranger.sent)]).toEqual([
      false,
      true,
      false,
      false,
    ]);
    vote(id, 1, 1);
    vote(id, 2, 1);
    end(5);
    expect(outdated(cancelling.sent)).toBe(true);
    const other = propose([cooldown], keys[1]);
    vote(other.id, 0, 0);
    vote(other.id, 1, 0);
    end(6);
    expect(outdated(act({ action: "cancel", proposal: other.id }, keys[1]).sent)).toBe(true);
  });
});

describe("what is due", () => {
  it("comes into force in order, the last 100 changes being remembered", () => {
    const { draft, rows, seen } = made(1);
    const changeTo = (value: number) => [{ name: "checkpoint_blocks", value } as const];
    const queue = Array.from({ length: 102 }, (_, index) => ({
      proposal: `p${index}`,
      changes: changeTo((index % 60) + 1),
      due: 2,
    }));
    draft.set("queued", "", [...queue, { proposal: "later", changes: changeTo(7), due: 9 }]);
    executeDue(draft, 3);
    expect(draft.parameters.checkpoint_blocks).toBe((101 % 60) + 1);
    expect(registryOf(seen).updates.map(({ proposal }) => proposal)).toEqual(queue.slice(2).map(({ proposal }) => proposal));
    expect(queuedChanges(rows)).toMatchObject([{ proposal: "later" }]);
    executeDue(draft, 9);
    expect([draft.parameters.checkpoint_blocks, queuedChanges(rows)]).toEqual([7, []]);
  });
});

describe("bounds", () => {
  const propose = (changes: readonly unknown[], title = "t") =>
    v2.GovernanceAction.safeParse({ action: "propose", changes, title, text_hash: textHash }).success;

  it.each(Object.entries(BOUNDS))("of %s are what a proposal may ask for", (name, [least, most]) => {
    expect([propose([{ name, value: least }]), propose([{ name, value: most }])]).toEqual([true, true]);
    const beyond = Array.isArray(least)
      ? [
          [99, 1_000],
          [501, 1_000],
          [1, 0],
          [1, 1_001],
        ]
      : [least - 1, Number(most) + 1, least + 0.5, -1, null];
    for (const value of beyond) expect(propose([{ name, value }])).toBe(false);
  });

  it("leave everything else to another network", () => {
    for (const name of ["block_interval", "credit_cap", "max_attesters", "epoch_slots", "members"])
      expect(propose([{ name, value: 10 }])).toBe(false);
    expect([propose([]), propose([cooldown, cooldown]), propose([cooldown], "t".repeat(65))]).toEqual([false, false, false]);
  });
});
