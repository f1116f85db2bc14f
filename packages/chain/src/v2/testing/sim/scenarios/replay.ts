import { canonicalJson, DOMAIN, type v2 } from "@lucid/proof";
import { bitmapOf } from "../../audits.ts";
import { recomputed, reportsAbout, tallied } from "../audits.ts";
import { force } from "../force.ts";
import { figure, type Scenario } from "../scenario.ts";
import type { SimNode, World } from "../world.ts";

const EPOCHS = 10;

/** What a member may be worth in an epoch: its auditors saw 8 chunks, one session relayed, and three slots of four. */
function proveHonestly(world: World, node: SimNode, epoch: number): readonly v2.TaskProof[] {
  const { epoch_slots } = world.network.genesis.parameters;
  return [
    reportsAbout(world, node, epoch, "storage_availability", () => ({ chunks_stored: 8, size_bytes: 0 })),
    reportsAbout(world, node, epoch, "relay_bandwidth", () => ({ bytes_transferred: 1, sessions_relayed: 1 })),
    reportsAbout(world, node, epoch, "uptime_beacon", () => bitmapOf(epoch_slots, (slot) => slot % 4 !== 0)),
  ];
}

export const replay: Scenario = {
  name: "replay",
  rule: "3.5, 3.6",
  happens: "one of 5 brings proofs twice, with values that are negative, huge, alone of an auditor that lies, or of itself",
  nodes: 5,
  least: 5,
  run({ world, honest, heal }) {
    const { epoch_slots, slot_duration, window_epochs } = world.network.genesis.parameters;
    const [liar, ...members] = world.nodes;
    const idle = members.pop();
    if (liar === undefined || idle === undefined) throw new Error("sim: there are five");
    const huge = Number.MAX_SAFE_INTEGER;
    const refused: string[] = [];
    const say = (data: v2.TaskProof) => {
      const outcome = liar.engine?.prove(data);
      refused.push(outcome?.ok === false ? outcome.reason : "taken");
    };
    let wrong = 0;
    let looked = 0;
    for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
      world.run(epoch_slots * slot_duration);
      for (const node of members) for (const proof of proveHonestly(world, node, epoch)) node.engine?.prove(proof);
      // One of its three auditors lies for it, so the median is what the other two saw.
      const helped = reportsAbout(world, liar, epoch, "storage_availability", (_, index) => ({
        chunks_stored: index === 0 ? huge : 8,
        size_bytes: 0,
      }));
      const alone = reportsAbout(world, liar, epoch, "relay_bandwidth", (_, index) =>
        index === 0 ? { bytes_transferred: huge, sessions_relayed: huge } : undefined,
      );
      for (const proof of [helped, helped, alone]) say(proof);
      world.run(30);
      const [first] = alone.reports;
      const own = first && { ...first.report, auditor: liar.keys.publicKey };
      const self = { report: own, signature: liar.keys.sign(DOMAIN.auditV2, own) };
      const negative = {
        ...alone,
        reports: [{ ...self, report: { ...own, value: { bytes_transferred: -1, sessions_relayed: -1 } } }],
      };
      for (const data of [helped, { ...alone, reports: [self] }, negative, { ...alone, epoch: epoch + 9 }])
        for (let ahead = 0; ahead < 3; ahead += 1) force(world, liar, { type: "task_proof", sequence: epoch + 1 + ahead, data });
      for (const { engine } of honest().slice(0, 2)) {
        if (engine === undefined) continue;
        looked += 1;
        const accounts = recomputed(world, world.nodes.find((node) => node.engine === engine) ?? liar);
        const { epoch: now, tally } = engine.standing;
        if (canonicalJson(tallied(accounts, now - 1, window_epochs)) !== canonicalJson(tally)) wrong += 1;
      }
    }
    const healed = heal();
    world.run(epoch_slots * slot_duration);
    const accounts = recomputed(world, liar);
    const ofLiar = accounts.filter(({ entity, kind }) => entity === liar.keys.publicKey && kind !== "validation_signature");
    const [proofs, most] = [
      ofLiar.flatMap((one) => one.proofs),
      Math.max(...ofLiar.map(({ amount, proofs: own }) => amount / own.length)),
    ];
    const weightOf = ({ keys }: SimNode) =>
      idle.engine?.standing.leaders.find(({ entity }) => entity === keys.publicKey)?.weight ?? 0;
    const least = Math.min(...members.map(weightOf));
    const weights = `${least} and ${weightOf(idle)}`;
    const reasons = [...new Set(refused)].toSorted().join(", ");
    return [
      figure(
        "tallies of a node that are not the sum of valid proofs",
        "0, of some",
        `${wrong}, of ${looked}`,
        wrong === 0 && looked > 0,
      ),
      figure(
        "what is said to the liar",
        "proof_repeated, taken, too_few_reports",
        reasons,
        reasons === "proof_repeated, taken, too_few_reports",
      ),
      figure(
        "its proofs that counted",
        `at most one an epoch, ${EPOCHS}`,
        proofs.length,
        proofs.length > 0 && proofs.length <= EPOCHS,
      ),
      figure("credits that one of its proofs counts for, at most", "16: what the honest auditors saw", most, most === 16),
      figure(
        "least leader weight of those that work, and that of one that is idle",
        "above 1, and 1",
        weights,
        least > 1 && weightOf(idle) === 1,
      ),
      figure("one head after, seconds", "within an hour", healed ?? "never", healed !== undefined),
    ];
  },
};
