import type { WitnessStatus } from "@lucid/contract";
import { expect, it } from "vitest";
import { describeWitness, isWrong } from "./describe-witness.ts";

const root = "ab".repeat(32);
const at = "2026-11-30T12:00:00.000Z";
const none: WitnessStatus = { verifier_key: null, log_key: null, logs: [], offered: [] };
const offered = { url: "https://w.example/w", witness: "w.example", newest: null, last_failure: null, fault: null };

it("says that a node is no witness, or watches nothing", () => {
  expect(describeWitness(none)).toBe("This node is no witness: give it a name in the setting witness_name\n");
  expect(describeWitness({ ...none, verifier_key: "w+1+2" })).toContain("no log is watched");
  expect(isWrong(none)).toBe(false);
});

it("says what was cosigned and what contradicts it, and of each witness what it saw or why it did not", () => {
  const status: WitnessStatus = {
    ...{ verifier_key: "w+1+2", log_key: "lucid/a/b+1+2" },
    logs: [
      {
        origin: "log.example\u001b[2J",
        newest: { size: 8, root, cosigned_at: at, checkpoint: "" },
        conflicts: [{ kind: "fork", size: 8, root, seen_at: at, checkpoint: "" }],
      },
    ],
    offered: [
      { ...offered, newest: { size: 12, seen_at: at, checkpoint: "" } },
      { ...offered, witness: "x.example", fault: "conflict", last_failure: at },
    ],
  };
  const text = describeWitness(status);
  for (const said of [
    `  size 8, cosigned at ${at}`,
    `  CONFLICT at ${at}: another root of the same size: size 8, root ${root}`,
    "the network, as a log lucid/a/b+1+2",
    `w.example at https://w.example/w\n  saw block 12 at ${at}`,
    `  FAILED at ${at}: this history does not go on from the one that it knows (conflict)`,
  ])
    expect(text).toContain(said);
  expect(text).not.toContain("\u001b");
  expect([isWrong(status), isWrong({ ...none, offered: [offered] })]).toEqual([true, false]);
});
