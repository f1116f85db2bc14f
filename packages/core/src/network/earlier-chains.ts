import { setImmediate } from "node:timers/promises";
import type { ChainRead } from "@lucid/chain";
import type { NetworkEarlier } from "@lucid/contract";
import type { Log } from "@lucid/foundation";
import { type BlockRef, blockHash, merkle, v2 } from "@lucid/proof";
import type { Joined } from "./network-module.ts";
import type { NetworkRepository } from "./network-repository.ts";

/** The chain that this node keeps alone. */
export type SoloChain = Pick<ChainRead, "info" | "finalized" | "headers" | "blockEvidence">;

export interface EarlierChainsDeps {
  readonly log: Log;
  readonly repository: Pick<NetworkRepository, "leftLinks">;
  /** Undefined where there is none. */
  readonly solo: SoloChain | undefined;
}

/** A chain that this node comes from. */
interface EarlierChain {
  readonly network: string;
  readonly name: string;
  /** What a network is told of it; undefined while nothing of it is final. */
  link(): Promise<v2.NetworkLink | undefined>;
}

/** Headers that are read between two looks at everything else. */
const AT_ONCE = 512;

/**
 * Tells a network how long the chains were that this node comes from (consensus 9.4): its own and those of networks that it left. Each once,
 * before anything else, and again for as long as it is not final.
 */
export function createEarlierChains({ log, repository, solo }: EarlierChainsDeps, { engine, network }: Joined) {
  /** Chains of which nothing can be told until the node starts anew: reading one of years takes seconds. */
  const given = new Set<string>();
  const left = repository.leftLinks(network.hash).map(({ genesis, link }): EarlierChain => {
    const parsed = v2.NetworkLink.parse(JSON.parse(link));
    const { network: name } = JSON.parse(genesis) as { readonly network: string };
    return { network: parsed.network, name, link: async () => parsed };
  });
  const chains = [...(solo === undefined ? [] : [ownChain(solo)]), ...left];

  /** What can be read no more is no reason to keep recordings back, which are sent after this. */
  async function read(chain: EarlierChain): Promise<v2.NetworkLink | undefined> {
    try {
      return await chain.link();
    } catch (error) {
      log.error({ err: error, network: chain.network }, "network: an earlier chain could not be read");
      given.add(chain.network);
      return undefined;
    }
  }

  async function tell(chain: EarlierChain): Promise<void> {
    const { network: hash } = chain;
    if (given.has(hash) || engine.linkOf(hash).state !== "none") return;
    const link = await read(chain);
    const outcome = link === undefined ? undefined : engine.link(link);
    if (outcome?.ok !== false) return;
    given.add(hash);
    log.error({ network: hash, reason: outcome.reason }, "network: what is said of an earlier chain is refused");
  }

  return {
    /** Called again and again. */
    async go(): Promise<void> {
      if (!engine.isSender) return;
      for (const chain of chains) await tell(chain);
    },
    /** What this network knows of each of them. */
    known: (): NetworkEarlier[] =>
      chains.map(({ network: hash, name }) => {
        const place = engine.linkOf(hash);
        const known =
          place.state === "final"
            ? { ...place.last, since: new Date(place.time * 1_000).toISOString(), block: place.height }
            : null;
        return { network: hash, name, known };
      }),
  };
}
export type EarlierChains = ReturnType<typeof createEarlierChains>;

function ownChain(read: SoloChain): EarlierChain {
  const { network, network_name: name } = read.info();
  return { network, name, link: () => linkOfSolo(read, network) };
}

async function linkOfSolo(read: SoloChain, network: string): Promise<v2.NetworkLink | undefined> {
  const { height } = read.finalized();
  if (height === 0) return undefined;
  const tree = merkle.createTree();
  let last: BlockRef | undefined;
  for (let from = 1; from <= height; from += AT_ONCE) {
    for (const header of read.headers(from, Math.min(height, from + AT_ONCE - 1))) {
      last = { height: header.height, hash: blockHash(header) };
      tree.append(Uint8Array.from(Buffer.from(last.hash, "hex")));
    }
    await setImmediate();
  }
  const evidence = last && read.blockEvidence(last);
  const [signed] = evidence?.headers ?? [];
  if (last?.height !== height || evidence === undefined || signed === undefined) return undefined;
  const { header, signature } = signed;
  return { network, last, history_root: tree.root(), certificate: { header, signature, links: evidence.finality } };
}
