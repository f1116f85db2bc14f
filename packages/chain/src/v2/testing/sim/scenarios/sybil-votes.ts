import { canonicalBytes, DOMAIN, hashObject, v2 } from "@lucid/proof";
import { createTestKeys } from "../../../../testing/keys.ts";
import { newest } from "../membership.ts";
import { figure, type Scenario } from "../scenario.ts";
import { simulatedTag } from "../traffic.ts";

const KEYS = 500;
const EPOCHS = 30;

export const sybilVotes: Scenario = {
  name: "sybil-votes",
  rule: "2.1, 6.4",
  happens: `${KEYS} self-made keys with records, votes, statuses, accusations and changes of their own for ${EPOCHS} epochs`,
  nodes: 4,
  run({ world, traffic, honest, heads, until, proofs }) {
    const { network, dice } = world;
    const { epoch_slots, slot_duration } = network.genesis.parameters;
    const made = Array.from({ length: KEYS }, (_, index) => createTestKeys(`sybil ${index}`));
    const ids = new Set<string>();
    const sequences = new Map<string, number>();
    const genesis = { height: 0, hash: network.hash };

    function sayAll(): void {
      const own = made[dice.between(0, KEYS - 1)];
      if (own === undefined) return;
      const target = world.nodes[0]?.engine?.tree.head ?? genesis;
      const ref = { height: target.height, hash: target.hash };
      const envelope = { version: 2, network: network.hash, sender: own.publicKey };
      const sequence = sequences.get(own.publicKey) ?? 0;
      sequences.set(own.publicKey, sequence + 1);
      const expires_at = Math.floor((world.nodes[0]?.clock.now() ?? 0) / 1_000) + 600;
      const send = (type: string, data: unknown, items?: readonly v2.Item[]) => {
        const transaction = { ...envelope, sequence, expires_at, type, data };
        ids.add(hashObject(transaction));
        const signature = own.sign(DOMAIN.transactionV2, transaction);
        deliver("transactions", { transaction, signature, ...(items === undefined ? {} : { items }) });
      };
      const deliver = (topic: "votes" | "transactions" | "status" | "evidence", value: unknown) =>
        world.deliver(3, dice.between(0, 2), topic, canonicalBytes(value));

      const items = [{ tag: simulatedTag(dice.between(1, 9_999)), size: 1, root: network.hash }];
      send("node_checkpoint", { items_root: v2.itemsRoot(items), count: 1 }, items);
      const list = newest(world).current;
      const base = { version: list.version, hash: hashObject(list) };
      const proof = own.sign(DOMAIN.registrationV2, v2.registration(network.hash, own.publicKey, own.publicKey));
      const operations = [{ op: "add", entity: own.publicKey, public_key: own.publicKey, weight: 1, proof }] as const;
      const approvals = made.slice(0, 4).map((friend) => ({
        entity: friend.publicKey,
        signature: friend.sign(DOMAIN.membershipV2, { network: network.hash, base, operations }),
      }));
      send("membership", { base, operations, approvals });
      const votes = ["one", "other"].map((name) => {
        const at = { epoch: 0, source: genesis, target: { height: ref.height + 1, hash: hashObject(name) } };
        const attestation = v2.attestationIn(at, network.hash, own.publicKey);
        return { attestation, signature: own.sign(DOMAIN.attestationV2, attestation) };
      });
      const attestation = v2.attestationIn({ epoch: 0, source: genesis, target: ref }, network.hash, own.publicKey);
      deliver("votes", { attestation, signature: own.sign(DOMAIN.attestationV2, attestation) });
      deliver("evidence", { kind: "votes", first: votes[0], second: votes[1] });
      const status = { network: network.hash, final: ref, head: ref, clock_ms: 4_000_000_000_000 };
      deliver("status", { status, member: own.publicKey, signature: own.sign(DOMAIN.statusV2, status) });
      world.queue.after(20_000, sayAll);
    }

    traffic.begin(600);
    sayAll();
    world.run(EPOCHS * epoch_slots * slot_duration);
    traffic.end();
    world.run(2 * slot_duration);
    const united = until(() => heads() === 1, 60);
    const blocks = honest().flatMap(({ disk }) => [...disk.store.blocks()].map(world.prepare));
    const senders = blocks.flatMap((block) => (block.ok ? block.value.transactions.map(({ id }) => id) : []));
    const taken = senders.filter((id) => ids.has(id)).length;
    const list = newest(world);
    const isSame = list.current.version === 0 && list.pending === null;
    return [
      figure("transactions that they sent", "some", ids.size, ids.size > 1_000),
      figure("of them in a block of any node", "0", taken, taken === 0),
      figure("the list of members", "version 0", `version ${list.current.version}`, isSame),
      figure("one head after, seconds", "at most 60", united ?? "never", united !== undefined),
      ...proofs(),
    ];
  },
};
