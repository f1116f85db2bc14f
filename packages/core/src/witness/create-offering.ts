import { describeFailure } from "@lucid/foundation";
import { utf8, witness } from "@lucid/proof";
import type { Logger } from "pino";
import type { NodeKeys, SteadyTime } from "../ground/index.ts";
import type { FinalBlocks } from "../network/index.ts";
import type { WitnessProofs } from "./create-witness-proofs.ts";
import { createHistory, type History } from "./history.ts";
import { type Offered, type OfferedWitness, offerCheckpoint, type PostText } from "./offer-checkpoint.ts";
import type { OfferRepository } from "./offer-repository.ts";
import type { WitnessMetrics } from "./witness.metrics.ts";

export interface OfferingDeps {
  readonly steady: SteadyTime;
  readonly log: Logger;
  readonly metrics: WitnessMetrics;
  readonly repository: OfferRepository;
  readonly keys: Pick<NodeKeys, "publicKey" | "signBytes">;
  readonly finalBlocks: () => FinalBlocks | undefined;
  readonly witnesses: readonly OfferedWitness[];
  readonly post: PostText;
  readonly proofs: WitnessProofs;
}

/** What a member signs its checkpoints with. */
export const memberKey = (network: string, publicKey: string): witness.NoteKey => ({
  ...{ name: witness.networkOrigin(network, publicKey), kind: 1, publicKey },
});

/** Offers the newest final block of the network to each witness, at most once a slot (consensus 8.3), and keeps what they cosign. */
export function createOffering(deps: OfferingDeps) {
  const { steady, log, metrics, repository, keys, finalBlocks, witnesses, post, proofs } = deps;
  let history: History | undefined;
  let round: Promise<void> | undefined;
  let isStopped = false;

  /** The member's own words: no other text of its key begins like an origin. */
  function noteOf({ network, head }: History): string {
    const key = memberKey(network, keys.publicKey);
    const text = witness.checkpointText({ origin: key.name, ...head() });
    const signature = keys.signBytes(utf8(text));
    return witness.writeNote({ text, signatures: [{ name: key.name, keyId: witness.keyIdOf(key), signature }] });
  }

  async function offerOne(to: OfferedWitness, shown: History, slotMs: number): Promise<void> {
    const { network } = shown;
    const row = repository.find(network, to.url);
    const offered = await offerCheckpoint(to, { note: noteOf(shown), history: shown, known: row?.size ?? 0 }, post);
    if (isStopped) return;
    metrics.offered.inc({ outcome: offered.ok ? "cosigned" : offered.fault });
    if (!offered.ok)
      log.warn({ witness: to.key.name, fault: offered.fault }, "a witness did not cosign the network's checkpoint");
    repository.keep(network, to.url, rowAfter(row, offered, slotMs));
  }

  function rowAfter(row: ReturnType<OfferRepository["find"]>, offered: Offered, slotMs: number) {
    const { size = 0, checkpoint = "", seen_at = null, last_failure = null } = row ?? {};
    const [now, next_at] = [steady.now(), steady.now() + slotMs];
    if (!offered.ok) return { size, checkpoint, seen_at, last_failure: now, fault: offered.fault, next_at };
    return {
      size: offered.size,
      checkpoint: offered.checkpoint,
      seen_at: offered.at * 1_000,
      last_failure,
      fault: null,
      next_at,
    };
  }

  function isDue({ url }: OfferedWitness, { network, height }: FinalBlocks): boolean {
    const row = repository.find(network, url);
    return row === undefined || (steady.now() >= row.next_at && (row.size < height || row.fault !== null));
  }

  function look(): void {
    const blocks = finalBlocks();
    if (blocks === undefined || blocks.height === 0 || round !== undefined || isStopped) return;
    const due = witnesses.filter((one) => isDue(one, blocks));
    if (due.length === 0 && !proofs.isDue(blocks.network)) return;
    if (history?.network !== blocks.network) history = createHistory(blocks.network);
    const shown = history;
    if (!shown.follow(blocks)) return;
    if (due.length === 0) return proofs.keep(shown);
    round = Promise.all(due.map((one) => offerOne(one, shown, blocks.slotMs)))
      .then(() => (isStopped ? undefined : proofs.keep(shown)))
      .catch((error: unknown) => log.error({ failure: describeFailure(error) }, "checkpoints could not be offered to witnesses"))
      .finally(() => {
        round = undefined;
      });
  }

  return {
    /** Begins to offer to those whose time has come, unless somebody is being asked. */
    look,
    async [Symbol.asyncDispose](): Promise<void> {
      isStopped = true;
      await round;
    },
  };
}
