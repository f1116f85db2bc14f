import { leaderWeights } from "../../../credits/tally.ts";
import { mainParameters } from "../../../network-genesis.ts";
import { createModelTally, modelMembers } from "../../reward/period.ts";
import { figure, type Scenario } from "../scenario.ts";

const { slot_duration, epoch_slots, leader_timeout, window_epochs } = mainParameters;
const EPOCHS = 10;
const CREDITS = 200;

interface Outage {
  readonly from: number;
  readonly until: number;
}

/** What an auditor notes of one epoch of a node: presence by slot, and whether a draw stayed open to its end. */
function audit(epoch: number, outages: readonly Outage[], answerS: () => number) {
  const isDown = (time: number): boolean => outages.some(({ from, until }) => time >= from && time < until);
  let open = false;
  const present: boolean[] = [];
  for (let slot = 0; slot < epoch_slots; slot += 1) {
    const time = (epoch * epoch_slots + slot) * slot_duration;
    const isThere = !isDown(time) && answerS() <= leader_timeout;
    present.push(isThere);
    // What was not answered is asked again in each slot.
    open = !isThere;
  }
  return { present, isLoss: open };
}

/** Seconds from a moment until the presence is as the node is. */
const slotsUntil = (present: readonly boolean[], from: number, is: boolean): number =>
  (present.indexOf(is, Math.ceil(from / slot_duration)) + 1) * slot_duration - from;

export const flakyHonest: Scenario = {
  name: "flaky-honest",
  rule: "3.5",
  happens: "the disk is gone for 10 minutes, an outage takes 2 hours, one lasts over an epoch's end; the clock is 2 s off",
  nodes: 1,
  run({ world }) {
    const members = modelMembers(5);
    const [flaky] = members;
    const epochS = epoch_slots * slot_duration;
    const hours = (count: number): number => count * 3_600;
    const outages = [
      { from: epochS + hours(5), until: epochS + hours(5) + 600 },
      { from: 2 * epochS + hours(9), until: 2 * epochS + hours(11) },
      { from: 4 * epochS - hours(1), until: 4 * epochS + hours(1) },
    ];
    // A clock of 2 s off moves no answer: who asks takes the time, and what comes late is the network.
    const answerS = (): number => world.dice.between(20, 400) / 1_000 + 2;
    const model = createModelTally();
    const losses: number[] = [];
    const worst = { suspended: 0, back: 0 };
    for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
      const { present, isLoss } = audit(epoch, outages, answerS);
      if (isLoss) losses.push(epoch);
      for (const { from, until } of outages) {
        const [start, end] = [from - epoch * epochS, until - epoch * epochS];
        if (start >= 0 && start < epochS) worst.suspended = Math.max(worst.suspended, slotsUntil(present, start, false));
        if (end >= 0 && end < epochS) worst.back = Math.max(worst.back, slotsUntil(present, end, true));
      }
      const works = members.map(({ entity }) => {
        const isFlaky = entity === flaky?.entity;
        const credits = isFlaky && isLoss ? 0 : CREDITS;
        const slots = isFlaky ? present.filter(Boolean).length : epoch_slots;
        return {
          ...{ entity, votes: 500 },
          worths: [{ kind: "storage_availability", credits } as const, { kind: "uptime_beacon", slots } as const],
        };
      });
      model.add(epoch, works);
    }
    const weightAt = (epoch: number): number => leaderWeights(members, model.at(epoch), mainParameters)[0] ?? 0;
    const rowAt = (epoch: number) => model.at(epoch).rows.find(({ entity }) => entity === flaky?.entity);
    const others = model.at(EPOCHS - 1).rows.find(({ entity }) => entity !== flaky?.entity);
    // The last epoch with a fault leaves the window after its length.
    const clean = 4 + window_epochs;
    for (let epoch = EPOCHS; epoch <= clean; epoch += 1)
      model.add(
        epoch,
        members.map(({ entity }) => ({
          entity,
          votes: 500,
          worths: [
            { kind: "storage_availability", credits: CREDITS },
            { kind: "uptime_beacon", slots: epoch_slots },
          ],
        })),
      );
    const isWhole = weightAt(clean) === 4;
    const during = Math.min(...Array.from({ length: EPOCHS }, (_, epoch) => weightAt(epoch)));
    return [
      figure("its work is suspended after, seconds at worst", "at most 600", worst.suspended, worst.suspended <= 600),
      figure("and back after, seconds at worst", "at most 3600", worst.back, worst.back <= 3_600),
      figure("epochs whose storage is lost", "3: a draw was open at its end", losses.join(), losses.join() === "3"),
      figure("its least leader weight meanwhile", "at least 3", during, during >= 3),
      figure(
        "credits that it lacks in the end of the window",
        `${CREDITS}`,
        (others?.credits ?? 0) - (rowAt(EPOCHS - 1)?.credits ?? 0),
        (others?.credits ?? 0) - (rowAt(EPOCHS - 1)?.credits ?? 0) === CREDITS,
      ),
      figure("its leader weight once the window has passed", "4, as the others", weightAt(clean), isWhole),
    ];
  },
};
