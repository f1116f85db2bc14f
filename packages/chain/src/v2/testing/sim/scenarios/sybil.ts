import type { v2 } from "@lucid/proof";
import { cut, type Worth, worthOf } from "../../../credits/credits.ts";
import { leaderWeights } from "../../../credits/tally.ts";
import { mainParameters } from "../../../network-genesis.ts";
import { type PaidSession, payPeriod } from "../../reward/ledger.ts";
import { createModelTally, modelMembers } from "../../reward/period.ts";
import { figure, type Scenario } from "../scenario.ts";

const MEMBERS = 10;
const EPOCHS = 7;
const IDS = 50;
/** Chunks and bytes that one machine of the model holds, of sessions that paid. */
const HARDWARE = { chunks: 200, bytes: 2 ** 31, sessions: 20 };
const PAID = 1_000_000n;

const storageOf = (chunks_stored: number, size_bytes: number, node: string): Worth => {
  const report = { network: node, epoch: 0, node, kind: "storage_availability", auditor: node } as const;
  const proof: v2.TaskProof = {
    ...{ node, epoch: 0, kind: "storage_availability" },
    reports: [{ report: { ...report, value: { chunks_stored, size_bytes } }, signature: "" }],
  };
  return worthOf(proof, 1, mainParameters);
};

/** What the machine is proven for: as one node, cut into 50, or with its data anchored 50 times. */
const strategies: Readonly<Record<string, (entity: string) => readonly Worth[]>> = {
  "one node": (entity) => [storageOf(HARDWARE.chunks, HARDWARE.bytes, entity)],
  "50 with a part each": (entity) =>
    Array.from({ length: IDS }, () => storageOf(HARDWARE.chunks / IDS, Math.floor(HARDWARE.bytes / IDS), entity)),
  "50 with all of it each": (entity) => Array.from({ length: IDS }, () => storageOf(HARDWARE.chunks, HARDWARE.bytes, entity)),
  "50 with chunks of a byte": (entity) => Array.from({ length: IDS }, () => storageOf(100_000, 100_000, entity)),
};

/** What the first of ten members earns with a strategy, where the others run one node each. */
function earn(worthsOf: (entity: string) => readonly Worth[]) {
  const members = modelMembers(MEMBERS);
  const [first] = members;
  const model = createModelTally();
  const { epoch_slots } = mainParameters;
  const present = (nodes: number): Worth[] =>
    Array.from({ length: nodes }, () => ({ kind: "uptime_beacon", slots: epoch_slots }));
  for (let epoch = 0; epoch < EPOCHS; epoch += 1) {
    const works = members.map(({ entity }) => {
      const worths = entity === first?.entity ? worthsOf(entity) : [storageOf(HARDWARE.chunks, HARDWARE.bytes, entity)];
      return { entity, votes: 500, worths: [...worths, ...present(worths.length)] };
    });
    model.add(epoch, works);
  }
  const tally = model.at(EPOCHS - 1);
  const sessions = members.flatMap(({ entity }): PaidSession[] =>
    Array.from({ length: HARDWARE.sessions }, () => ({ entity, paid: PAID, price: PAID })),
  );
  // What it anchors a second time was paid by nobody.
  const copies = Array.from(
    { length: HARDWARE.sessions * IDS },
    (): PaidSession => ({ entity: first?.entity ?? "", paid: 0n, price: PAID }),
  );
  const paid = payPeriod({ sessions: [...sessions, ...copies], pool: 10n * PAID, tally, leastPresent: model.leastPresent });
  const weights = leaderWeights(members, tally, mainParameters);
  return { earned: paid.get(first?.entity ?? "") ?? 0n, weight: weights[0] ?? 0, row: tally.rows[0] };
}

export const sybil: Scenario = {
  name: "sybil",
  rule: "3.6, 3.7",
  happens: "one member runs 50 node ids on one machine: with a part of its data each, with all of it, with tiny chunks",
  nodes: 1,
  run() {
    const [honest, ...lies] = Object.entries(strategies).map(([words, worthsOf]) => ({ words, ...earn(worthsOf) }));
    if (honest === undefined) throw new Error("sim: there is one without a lie");
    const most = cut(Number.MAX_SAFE_INTEGER, mainParameters) * EPOCHS;
    return lies.flatMap(({ words, earned, weight, row }) => {
      const ratio = Number((100n * earned) / honest.earned) / 100;
      return [
        figure(`${words}: earns, of what one honest node does`, "at most 1.1", ratio, ratio <= 1.1),
        figure(`${words}: its leader weight`, "at most 4", weight, weight <= 4),
        figure(
          `${words}: its presence, of an honest node's`,
          "1",
          row?.present === honest.row?.present,
          row?.present === honest.row?.present,
        ),
        figure(`${words}: credits`, `at most ${most} and its votes`, row?.credits ?? 0, (row?.credits ?? 0) <= 2 * most),
      ];
    });
  },
};
