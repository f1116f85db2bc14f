import { canonicalBytes, DOMAIN, hashObject, v2 } from "@lucid/proof";
import { expectedTime, ordinalOf, positionOf } from "../../../../schedule/slots.ts";
import type { BlockRules } from "../../../blocks/block-context.ts";
import { buildBlock } from "../../../blocks/build-block.ts";
import type { PreparedBlock } from "../../../blocks/prepare-block.ts";
import { createLedger } from "../../../engine/ledger.ts";
import { createSchedule } from "../../../schedule/schedule.ts";
import { createMemoryStore } from "../../../store/memory-store.ts";
import { figure, type Scenario } from "../scenario.ts";
import type { SimNode, World } from "../world.ts";

const EPOCHS = 10;
/** Positions that the one builds at from each final block: a slot and a half. */
const TURNS = 18;

/** Builds alone above a block of the chain, at each of its own turns, and votes for what it builds. */
function buildAlone(world: World, { keys }: SimNode, chain: readonly Uint8Array[], days: number) {
  const { network, prepare, checkSignature } = world;
  const rules: BlockRules = { network, schedule: createSchedule(network), checkSignature };
  const own = (bytes: Uint8Array): PreparedBlock => {
    const prepared = prepare(bytes);
    if (!prepared.ok) throw new Error(`sim: the own block does not hold: ${prepared.reason}`);
    return prepared.value;
  };
  const ledger = createLedger({ store: createMemoryStore(), rules, prepare: own });
  for (const bytes of chain) ledger.append(own(bytes));
  const base = ledger.tree.head;
  const start = ordinalOf(network.genesis, base) + (days * 86_400) / network.genesis.parameters.block_interval;
  const blocks: Uint8Array[] = [];
  const votes: Uint8Array[] = [];
  let tip = base;
  for (let ordinal = start + 1; ordinal <= start + TURNS; ordinal += 1) {
    const at = positionOf(network.genesis, ordinal);
    const branch = ledger.branchOf(tip);
    const rank = [0, 1, 2, 3].find((one) => rules.schedule.producerAt(branch.state, at, one) === keys.publicKey);
    if (rank === undefined) continue;
    const time = expectedTime(network.genesis, at, rank);
    const timestamp = Math.max(time, tip.timestamp + 1);
    if (timestamp >= time + network.genesis.parameters.block_interval) continue;
    const plan = buildBlock(
      { branch, at, rank, producer: keys.publicKey, timestamp, queues: [], votes: ledger.openVotes(branch) },
      rules,
    );
    const bytes = canonicalBytes({ ...plan, signature: keys.sign(DOMAIN.blockV2, plan.header) });
    const prepared = own(bytes);
    const outcome = ledger.append(prepared);
    if (outcome.kind === "refused") throw new Error(`sim: the own block is refused: ${outcome.reason}`);
    blocks.push(bytes);
    const [source, target] = [tip, { height: plan.header.height, hash: prepared.hash }].map(({ height, hash }) => ({
      height,
      hash,
    }));
    const next = ledger.tree.get(prepared.hash);
    if (next === undefined || source === undefined || target === undefined) break;
    const vote = { network: network.hash, epoch: plan.header.epoch, source, target, attester: keys.publicKey };
    const signature = keys.sign(DOMAIN.attestationV2, vote);
    ledger.vote({ ...vote, signature });
    votes.push(canonicalBytes({ attestation: vote, signature }));
    tip = next;
  }
  return { blocks, votes, final: ledger.tree.final.height, base: base.height, members: ledger.listsAt(0).members };
}

/** What calls the first of two blocks final by the votes of the one, as a certificate. */
function certificateOf({ blocks, votes, members }: ReturnType<typeof buildAlone>): v2.Certificate | undefined {
  const [first, second] = blocks.map((bytes) => JSON.parse(Buffer.from(bytes).toString()) as v2.Block);
  const [one, other] = votes.map(
    (bytes) =>
      JSON.parse(Buffer.from(bytes).toString()) as {
        attestation: { source: v2.VoteGroup["source"]; epoch: number; attester: string };
        signature: string;
      },
  );
  if (first === undefined || second === undefined || one === undefined || other === undefined) return undefined;
  const index = v2.votersOf(members).indexOf(one.attestation.attester) ?? 0;
  return {
    ...{ header: first.header, signature: first.signature, members, child: null, child_members: null },
    links: [
      { epoch: first.header.epoch, votes: [[one.attestation.source, [[index, one.signature]]]] },
      { epoch: second.header.epoch, hash: hashObject(second.header), votes: [[index, other.signature]] },
    ],
  };
}

export const past: Scenario = {
  name: "past",
  rule: "4.4, 5.3",
  happens: "one of 4 builds alone in the past from every final block of the last 10 epochs, at once or days later",
  nodes: 4,
  least: 4,
  run({ world, traffic, honest, heads, proofs, heal }) {
    const { parameters } = world.network.genesis;
    const [liar, victim] = world.nodes;
    if (liar?.engine === undefined || victim?.engine === undefined) throw new Error("sim: there are four");
    traffic.begin(240);
    world.run(EPOCHS * parameters.epoch_slots * parameters.slot_duration);
    traffic.end();
    const last = victim.engine.tree.final.height;
    const chain = Array.from(
      { length: last },
      (_, index) => victim.disk.store.block(victim.engine?.canonicalHash(index + 1) ?? "") ?? new Uint8Array(),
    );
    // It goes on with a script, so that its own engine's honesty is no part of it.
    liar.script = { say: () => undefined };
    world.kill(Object.assign(liar, { comesBack: false }));
    let [built, final, accepted, refused] = [0, 0, 0, 0];
    for (let from = 0; from < last; from += 1) {
      const alone = buildAlone(world, liar, chain.slice(0, from), from % 3 === 0 ? 0 : from % 7);
      built += alone.blocks.length;
      if (alone.final > alone.base) final += 1;
      const forged = certificateOf(alone);
      if (forged !== undefined) {
        const checked = v2.checkCertificate(v2.Certificate.parse(forged), world.network, world.checkSignature);
        if (checked.ok) accepted += 1;
        else if (checked.failure.code === "finality-weight") refused += 1;
        for (const { index } of honest()) world.deliver(liar.index, index, "certificates", canonicalBytes(forged));
      }

      for (const bytes of alone.blocks) for (const { index } of honest()) world.deliver(liar.index, index, "blocks", bytes);
      for (const bytes of alone.votes) for (const { index } of honest()) world.deliver(liar.index, index, "votes", bytes);
      if (from % 8 === 0) world.run(1);
    }
    world.run(60);
    const moved = honest().filter(
      ({ engine }) =>
        engine?.canonicalHash(last) !== victim.engine?.canonicalHash(last) || (engine?.tree.final.height ?? 0) < last,
    ).length;
    const healed = heal();
    world.run(480);
    return [
      figure("blocks that it built alone", "some from each final block", built, built > last),
      figure("branches of it that became final to itself", "0", final, final === 0),
      figure(
        "certificates of its votes that the verifier accepts",
        "0, of some refused for weight",
        `${accepted}, ${refused}`,
        accepted === 0 && refused > 0,
      ),
      figure("honest nodes that left their final block", "0", moved, moved === 0),
      figure(
        "heads after, and seconds until a new final block",
        "1, within an hour",
        `${heads()}, ${healed ?? "never"}`,
        heads() === 1 && healed !== undefined,
      ),
      ...proofs(),
    ];
  },
};
