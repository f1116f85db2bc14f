import { canonicalJson, v2 } from "@lucid/proof";
import { calmLinks } from "../links.ts";
import { figure, type Scenario } from "../scenario.ts";

/** A tenth of what the list of attacks asks for: evidence grows with the logarithm of it. */
const BLOCKS = 1_000;

export const lateFinality: Scenario = {
  name: "late-finality",
  rule: "7.1",
  happens: `finality away for ${BLOCKS} blocks, then back`,
  nodes: 4,
  run({ world, traffic, until, heal }) {
    world.run(300);
    world.links = { ...calmLinks, isConnected: (from, to) => from < 2 === to < 2 };
    world.run(60);
    const [first] = world.nodes;
    if (first !== undefined) traffic.record(first);
    const { id = "" } = traffic.anchors[0] ?? {};
    const before = first?.engine?.tree.final.height ?? 0;
    until(() => (first?.engine?.tree.head.height ?? 0) >= before + BLOCKS, BLOCKS * 60);
    const built = (first?.engine?.tree.head.height ?? 0) - before;
    const finalMeanwhile = first?.engine?.tree.final.height;
    const healed = heal();
    world.run(240);
    const evidence = first?.engine?.evidence(id);
    const verified = evidence === undefined ? undefined : v2.verifyEvidence(evidence, world.network);
    const size = evidence === undefined ? 0 : canonicalJson(evidence).length;
    return [
      figure("blocks built without finality", `at least ${BLOCKS}`, built, built >= BLOCKS && finalMeanwhile === before),
      figure("final again, seconds", "within an hour", healed ?? "never", healed !== undefined),
      figure("evidence of the first anchor verifies", "true", verified?.ok === true, verified?.ok === true),
      figure("its size in bytes", "at most 8192", size, size > 0 && size <= 8_192),
    ];
  },
};
