import { lookup } from "node:dns/promises";
import type { OfferedCheckpoint } from "@lucid/contract";
import { witness } from "@lucid/proof";
import type { Ground } from "../ground/index.ts";
import type { FinalBlocks, FinalRecordings } from "../network/index.ts";
import { postMessage, wayTo } from "../outgoing/index.ts";
import type { Outward } from "../tor/index.ts";
import { createOffering, memberKey } from "./create-offering.ts";
import { createWitnessProofs } from "./create-witness-proofs.ts";
import type { PostText } from "./offer-checkpoint.ts";
import { createOfferRepository } from "./offer-repository.ts";
import type { ProofRepository } from "./proof-repository.ts";
import type { WitnessMetrics } from "./witness.metrics.ts";
import { offeredWitness, type WitnessSettings } from "./witness.settings.ts";

/** How late a witness is asked at most whose slot has begun. */
const LOOK_MS = 5_000;
/** Sixteen signatures of the largest kind. */
const MAX_ANSWER_BYTES = 131_072;

export interface OfferingAreaDeps {
  readonly outward: Outward;
  /** Undefined where this node is a member of no network, or it is not open. */
  readonly finalBlocks: () => FinalBlocks | undefined;
  readonly metrics: WitnessMetrics;
  readonly proofs: ProofRepository;
  readonly recordings: FinalRecordings;
}

const timeOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** The other side: this node's network is shown to the witnesses of the settings. */
export function startOffering(
  ground: Pick<Ground, "db" | "clock" | "time" | "log" | "keys" | "every" | "version">,
  { outward, finalBlocks, metrics, proofs: kept, recordings }: OfferingAreaDeps,
  { network_witnesses }: Pick<WitnessSettings, "network_witnesses">,
) {
  const { db, clock, time, log, keys, version } = ground;
  const closing = new AbortController();
  const repository = createOfferRepository(db);
  const witnesses = network_witnesses.flatMap((entry) => offeredWitness(entry) ?? []);
  const way = { outward, resolve: (host: string) => lookup(host, { all: true, order: "verbatim" }) };

  const post: PostText = async (url, body) => {
    const found = await wayTo(way, "witnesses", url);
    if (found === undefined) return undefined;
    const headers = {
      "content-type": "text/plain; charset=utf-8",
      "content-length": String(body.length),
      "user-agent": `lucid/${version}`,
    };
    return await postMessage({ url, way: found, headers, body, keepsBytes: MAX_ANSWER_BYTES }, clock, closing.signal);
  };
  const { steady } = time;
  const urls = witnesses.map(({ url }) => url);
  const proofs = createWitnessProofs({ steady, offers: repository, proofs: kept, recordings, urls });
  const deps = { steady, log, metrics, repository, keys, finalBlocks, witnesses, post, proofs };
  const offering = createOffering(deps);
  const looking = ground.every(LOOK_MS, () => offering.look());

  return {
    /** This node's network as a log, for those who run witnesses. */
    logKey(): string | null {
      const network = finalBlocks()?.network;
      return network === undefined ? null : witness.writeVerifierKey(memberKey(network, keys.publicKey));
    },
    status(): OfferedCheckpoint[] {
      const network = finalBlocks()?.network;
      return witnesses.map(({ url, key }) => {
        const row = network === undefined ? undefined : repository.find(network, url);
        const { size = 0, checkpoint = "", seen_at = null, last_failure = null, fault = null } = row ?? {};
        const newest = seen_at === null ? null : { size, seen_at: new Date(seen_at).toISOString(), checkpoint };
        return { url, witness: key.name, newest, last_failure: timeOf(last_failure), fault };
      });
    },
    async [Symbol.asyncDispose]() {
      looking[Symbol.dispose]();
      closing.abort();
      await offering[Symbol.asyncDispose]();
    },
  };
}
