import type { v2 } from "@lucid/proof";
import { auditorsOf } from "../../../credits/auditors.ts";
import { type Worth, worthOf } from "../../../credits/credits.ts";
import { leaderWeights } from "../../../credits/tally.ts";
import { mainParameters } from "../../../network-genesis.ts";
import { dealSeats } from "../../../schedule/deal.ts";
import { bitmapOf } from "../../audits.ts";
import { type PaidSession, payPeriod } from "../../reward/ledger.ts";
import { createModelTally, modelMembers } from "../../reward/period.ts";
import { figure, type Scenario } from "../scenario.ts";

const MEMBERS = 40;
const RING = 8;
const EPOCHS = 28;
const PAID = 1_000_000n;
const POOL = 40_000_000n;

export const witnessRing: Scenario = {
  name: "witness-ring",
  rule: "3.5, 3.7",
  happens: "8 of 40 members report the most for each other and nothing for anybody else, for 28 epochs",
  nodes: 1,
  run({ world }) {
    const { epoch_slots, window_epochs } = mainParameters;
    const members = modelMembers(MEMBERS);
    // By chance, not by name: the order of names decides ties of the schedule.
    const ring = new Set<string>();
    while (ring.size < RING) ring.add(members[world.dice.between(0, MEMBERS - 1)]?.entity ?? "");
    const network = world.network.hash;
    const [all, none] = [bitmapOf(epoch_slots, () => true), bitmapOf(epoch_slots, () => false)];
    const model = createModelTally();
    let swung = 0;

    /** What three auditors say of a member, each as its side wants. */
    function worthsIn(epoch: number, entity: string): readonly Worth[] {
      const auditors = auditorsOf({ network, epoch, entity }, members);
      const isIn = ring.has(entity);
      if (isIn && auditors.filter((one) => ring.has(one)).length > auditors.length / 2) swung += 1;
      const say = (kind: "storage_availability" | "uptime_beacon"): Worth => {
        const reports = auditors.map((auditor) => {
          const isLying = ring.has(auditor);
          const chunks_stored = isLying ? (isIn ? Number.MAX_SAFE_INTEGER : 0) : 100;
          const head = { network, epoch, node: entity, auditor };
          return kind === "uptime_beacon"
            ? { report: { ...head, kind, value: isLying && !isIn ? none : all }, signature: "" }
            : { report: { ...head, kind, value: { chunks_stored, size_bytes: 0 } }, signature: "" };
        });
        return worthOf({ node: entity, epoch, kind, reports } as v2.TaskProof, auditors.length, mainParameters);
      };
      return [say("storage_availability"), say("uptime_beacon")];
    }

    let [ofRing, due] = [0n, 0n];
    let worst = 0;
    for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
      model.add(
        epoch,
        members.map(({ entity }) => ({ entity, votes: 500, worths: worthsIn(epoch, entity) })),
      );
      if (epoch < window_epochs - 1) continue;
      const tally = model.at(epoch);
      const sessions = members.map(({ entity }): PaidSession => ({ entity, paid: PAID, price: PAID }));
      const paid = payPeriod({ sessions, pool: POOL, tally, leastPresent: model.leastPresent });
      for (const [entity, amount] of paid) if (ring.has(entity)) ofRing += amount;
      due += (BigInt(sessions.length) * 4n * PAID) / 5n + POOL;
      const weights = leaderWeights(members, tally, mainParameters);
      const roster = members.map(({ entity }, index) => ({ entity, leaderWeight: weights[index] ?? 1 }));
      const seats = dealSeats({ network, epoch: epoch + 2, roster, parameters: mainParameters });
      const led = seats.filter(([leader = -1]) => ring.has(members[leader]?.entity ?? "")).length;
      worst = Math.max(worst, led / seats.length);
    }
    const share = Number((10_000n * ofRing) / due) / 100;
    const led = Math.round(1_000 * worst) / 10;
    return [
      figure("what the ring earns, percent of all that is due", "at most 20", share, share <= 20),
      figure("epochs of its members in which two of three auditors were its own", "some", swung, swung > 0),
      figure("slots that it leads by its lies, percent, at worst", "at most 51: 4 for 1", led, led <= 51),
    ];
  },
};
