import { canonicalJson, hashObject, type v2 } from "@lucid/proof";
import { BOUNDS } from "../../../governance/registry.ts";
import { force } from "../force.ts";
import { figure, type Scenario } from "../scenario.ts";
import type { SimNode } from "../world.ts";

const EPOCHS = 3;
const text_hash = hashObject("why");

const proposing = (changes: readonly v2.ParameterChange[]): v2.GovernanceAction => ({
  ...{ action: "propose", changes: [...changes], title: "a change", text_hash },
});

/** What the minority wants: everything at the end of its bounds that hurts most. */
const harm: readonly v2.ParameterChange[] = [
  { name: "checkpoint_blocks", value: 60 },
  { name: "window_epochs", value: 1 },
  { name: "max_items", value: 1_000 },
];

/** Every parameter at its least. */
const least = Object.entries(BOUNDS).map(([name, [value]]) => ({ name, value })) as v2.ParameterChange[];

export const governance: Scenario = {
  name: "governance",
  rule: "11",
  happens: "2 of 7 propose harm in every epoch, vote twice and beyond bounds; then all put every parameter at its least",
  nodes: 7,
  least: 7,
  run({ world, traffic, until, honest, heads, heal, proofs }) {
    const { parameters } = world.network.genesis;
    const epochS = parameters.epoch_slots * parameters.slot_duration;
    const [one, other, ...rest] = world.nodes;
    const [proposer] = rest;
    if (one === undefined || other === undefined || proposer === undefined) throw new Error("sim: there are seven");
    const inForce = () => new Set(honest().map(({ engine }) => canonicalJson(engine?.governance.parameters ?? null)));
    const harms: string[] = [];
    const refused: string[] = [];
    const say = ({ engine }: SimNode, data: v2.GovernanceAction): string | undefined => {
      const outcome = engine?.govern(data);
      if (outcome?.ok === false) refused.push(outcome.reason);
      return outcome?.ok === true ? outcome.id : undefined;
    };
    traffic.begin(60, rest);
    world.run(60);
    for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
      const id = say(one, proposing(harm));
      say(one, proposing(harm));
      world.run(60);
      if (id !== undefined) {
        harms.push(id);
        for (const node of [one, one, other]) say(node, { action: "vote", proposal: id, support: 1 });
        // Three of the seven say no, the others say nothing.
        for (const node of rest.slice(0, 3)) say(node, { action: "vote", proposal: id, support: 0 });
      }
      const data = { ...proposing(harm), changes: [{ name: "max_items", value: 1 }] };
      force(world, other, { type: "governance", sequence: 100 + epoch, data });
      world.run(epochS - 60);
    }
    const untouched = [...inForce()].join() === canonicalJson(parameters);
    const ends = [...new Set(harms.map((id) => proposer.engine?.proposalState(id) ?? "unknown"))].join(", ");
    const malformed = [...world.witness.rejections].reduce(
      (sum, [name, count]) => sum + (name.includes("malformed") ? count : 0),
      0,
    );

    const good = say(proposer, proposing(least)) ?? "";
    world.run(60);
    const decidedIn = proposer.engine?.standing.epoch ?? 0;
    say(one, { action: "cancel", proposal: good });
    for (const node of rest) say(node, { action: "vote", proposal: good, support: 1 });
    const executed = until(() => honest().every(({ engine }) => engine?.proposalState(good) === "executed"), 6 * epochS);
    const since = proposer.engine?.governance.updates[0]?.epoch ?? 0;
    const before = world.witness.finalHeight;
    world.run(2 * epochS);
    traffic.end();
    const gained = world.witness.finalHeight - before;
    const healed = heal();
    world.run(480);
    const now = inForce();
    const isLeast =
      [...now].join() === canonicalJson({ ...parameters, ...Object.fromEntries(least.map(({ name, value }) => [name, value])) });
    const reasons = [...new Set(refused)].toSorted().join(", ");
    const due = "no_active_proposal, not_the_proposer, proposal_open, voted";
    return [
      figure(
        "proposals of the minority",
        `${EPOCHS}, all defeated`,
        `${harms.length}, ${ends}`,
        harms.length === EPOCHS && ends === "defeated",
      ),
      figure("parameters after them", "those of the genesis", untouched, untouched),
      figure("messages beyond the bounds that were refused", "some", malformed, malformed > 0),
      figure(
        "what was refused",
        `of ${due}`,
        reasons,
        refused.length > 0 && [...new Set(refused)].every((reason) => due.includes(reason)),
      ),
      figure(
        "a change that five of seven want is in force everywhere after, seconds",
        "within 6 epochs",
        executed ?? "never",
        executed !== undefined,
      ),
      figure("epochs from the vote to that", "at least 2", since - decidedIn, since - decidedIn >= 2),
      figure("every parameter is at its least, everywhere", "true", isLeast, now.size === 1 && isLeast),
      figure("blocks that became final in two epochs of it", "some", gained, gained > 0),
      figure(
        "heads after, and seconds until one",
        "1, within an hour",
        `${heads()}, ${healed ?? "never"}`,
        heads() === 1 && healed !== undefined,
      ),
      ...proofs(),
    ];
  },
};
