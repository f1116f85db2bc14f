import { canonicalBytes, DOMAIN, hashObject, v2 } from "@lucid/proof";
import { newest } from "../membership.ts";
import { type Figure, figure, type Scenario, type Stage } from "../scenario.ts";
import type { SimNode, World } from "../world.ts";

/** Two votes of a key for blocks that never were, at one height. */
function pairOf({ network }: World, { keys }: SimNode, height: number, epoch: number): v2.OffencePair {
  const [first, second] = ["one", "other"].map((name) => {
    const [source, target] = [
      { height: 0, hash: network.hash },
      { height, hash: hashObject(`${name} ${height}`) },
    ];
    const attestation = v2.attestationIn({ epoch, source, target }, network.hash, keys.publicKey);
    return { attestation, signature: keys.sign(DOMAIN.attestationV2, attestation) };
  });
  return v2.OffencePair.parse({ kind: "votes", first, second });
}

const weightOf = ({ members }: v2.MemberList): number => members.reduce((sum, { weight }) => sum + weight, 0);

/** Evidence against 4 of 10 comes at once: some of them wait. */
function tooMany({ world, traffic, until, heads, proofs }: Stage): readonly Figure[] {
  const accused = world.nodes.slice(0, 4);
  traffic.begin(120, world.nodes.slice(4));
  world.run(300);
  const pairs = accused.map((node) => pairOf(world, node, 3, 0));
  for (const pair of pairs) world.deliver(9, 5, "evidence", canonicalBytes(pair));
  const least = until(() => weightOf(newest(world).current) <= 7, 1_200);
  world.run(1_200);
  const left = weightOf(newest(world).current);
  const again = pairs.slice(0, 1).map((pair) => world.nodes[5]?.engine?.accuse(pair))[0];
  traffic.end();
  world.run(240);
  return [
    figure("3 of 10 suspended after, seconds", "at most 240", least ?? "never", (least ?? 9e9) <= 240),
    figure("suspended of 10, with evidence against 4", "3", 10 - left, left === 7),
    figure(
      "the same pair again",
      "punished",
      again?.ok === false ? again.reason : "taken",
      again?.ok === false && again.reason === "punished",
    ),
    figure("heads", "1", heads(), heads() === 1),
    ...proofs(),
  ];
}

/** A pair 31 epochs old, and a suspended member that returns by itself after 30. */
function tooOld({ world, until }: Stage): readonly Figure[] {
  const { epoch_slots, slot_duration } = world.network.genesis.parameters;
  const epochS = epoch_slots * slot_duration;
  const [first, second, , last] = world.nodes;
  if (first === undefined || second === undefined || last === undefined) throw new Error("sim: there are four");
  world.run(epochS);
  const early = last.engine?.accuse(pairOf(world, first, 3, 0));
  const gone = until(() => newest(world).current.members.length === 3, 600);
  const change = () => {
    const list = newest(world).current;
    const base = { version: list.version, hash: hashObject(list) };
    return first.engine?.change({ base, operations: [{ op: "resume", entity: first.keys.publicKey }], approvals: [] });
  };
  const soon = change();
  world.run(31 * epochS);
  const old = last.engine?.accuse(pairOf(world, second, 3, 0));
  const later = change();
  const back = until(() => newest(world).current.members.length === 4, 600);
  return [
    figure("a pair of this epoch", "taken", early?.ok === true ? "taken" : (early?.reason ?? "none"), early?.ok === true),
    figure("suspended after, seconds", "at most 240", gone ?? "never", (gone ?? 9e9) <= 240),
    figure("returns by itself at once", "too_few_approvals", soon?.ok === false ? soon.reason : "taken", soon?.ok === false),
    figure(
      "a pair 31 epochs old",
      "offence_too_old",
      old?.ok === false ? old.reason : "taken",
      old?.ok === false && old.reason === "offence_too_old",
    ),
    figure(
      "returns by itself after 30 epochs",
      "taken",
      later?.ok === true ? "taken" : (later?.reason ?? "none"),
      later?.ok === true,
    ),
    figure("a member again after, seconds", "at most 600", back ?? "never", back !== undefined),
  ];
}

export const offences: Scenario = {
  name: "offences",
  rule: "10",
  happens: "the same pair twice; a pair 31 epochs old; evidence against 40 % of the weight; a suspended member returns",
  nodes: 10,
  run: ({ again }) => [...tooMany(again({ nodes: 10 })), ...tooOld(again({ nodes: 4 }))],
};
