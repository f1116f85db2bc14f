import type { Scenario } from "../scenario.ts";
import { away } from "./away.ts";
import { balancing } from "./balancing.ts";
import { censorship } from "./censorship.ts";
import { clock } from "./clock.ts";
import { clockJump } from "./clock-jump.ts";
import { deadLeaders } from "./dead-leaders.ts";
import { eclipse } from "./eclipse.ts";
import { equivocation } from "./equivocation.ts";
import { flakyHonest } from "./flaky-honest.ts";
import { fullBlock } from "./full-block.ts";
import { governance } from "./governance.ts";
import { grinding } from "./grinding.ts";
import { handover } from "./handover.ts";
import { handoverModel } from "./handover-model.ts";
import { handoverNoVotes } from "./handover-no-votes.ts";
import { handoverRekey } from "./handover-rekey.ts";
import { knownVotes } from "./known-votes.ts";
import { lateFinality } from "./late-finality.ts";
import { longRange } from "./long-range.ts";
import { longUnfinal } from "./long-unfinal.ts";
import { malformed } from "./malformed.ts";
import { merge } from "./merge.ts";
import { newKeys } from "./new-keys.ts";
import { newcomers } from "./newcomers.ts";
import { night } from "./night.ts";
import { nodeKeys } from "./node-keys.ts";
import { offences } from "./offences.ts";
import { partition } from "./partition.ts";
import { past } from "./past.ts";
import { quietChain } from "./quiet-chain.ts";
import { replay } from "./replay.ts";
import { rough } from "./rough.ts";
import { selfDealing } from "./self-dealing.ts";
import { slowLinks } from "./slow-links.ts";
import { snapshot } from "./snapshot.ts";
import { spam } from "./spam.ts";
import { stamps } from "./stamps.ts";
import { startedTwice } from "./started-twice.ts";
import { storageLying } from "./storage-lying.ts";
import { sustained } from "./sustained.ts";
import { sybil } from "./sybil.ts";
import { sybilVotes } from "./sybil-votes.ts";
import { sync } from "./sync.ts";
import { tagSquatting } from "./tag-squatting.ts";
import { votesOnDisk } from "./votes-on-disk.ts";
import { withheldVotes } from "./withheld-votes.ts";
import { withholding } from "./withholding.ts";
import { witnessRing } from "./witness-ring.ts";
import { wrongCertificate } from "./wrong-certificate.ts";

/** Every scenario, in the order of the list of attacks. */
export const scenarios: readonly Scenario[] = [
  ...[sybilVotes, newcomers, handover, handoverModel, handoverNoVotes, handoverRekey],
  ...[
    withheldVotes,
    away,
    past,
    equivocation,
    knownVotes,
    balancing,
    partition,
    startedTwice,
    wrongCertificate,
    eclipse,
    quietChain,
  ],
  ...[
    deadLeaders,
    withholding,
    censorship,
    grinding,
    spam,
    clock,
    stamps,
    clockJump,
    lateFinality,
    longUnfinal,
    longRange,
    night,
    merge,
    offences,
    tagSquatting,
    malformed,
    votesOnDisk,
    snapshot,
    newKeys,
    fullBlock,
    sync,
    sustained,
    nodeKeys,
    rough,
    slowLinks,
  ],
  ...[sybil, selfDealing, witnessRing, storageLying, replay, flakyHonest, governance],
];
