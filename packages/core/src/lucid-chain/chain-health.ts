import type { Chain } from "@lucid/chain";
import type { PartHealth } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { Genesis } from "@lucid/proof";
import type { Probe } from "../ground/index.ts";

export interface ChainHealthDeps {
  readonly clock: Clock;
  readonly chain: { readonly genesis: Pick<Genesis, "parameters">; readonly read: Pick<Chain["read"], "head"> };
  /** Whether chain.db takes what is written. */
  readonly writes: Pick<Probe, "look">;
}

/**
 * The chain works while it grows and can be written. A slot has at least one block, which may come from the last of
 * the fallbacks and needs an interval to be built; whoever has no block for longer has none to come.
 */
export function createChainHealth({ clock, chain, writes }: ChainHealthDeps): () => Promise<PartHealth> {
  const { slot_duration, block_interval, max_fallbacks, leader_timeout } = chain.genesis.parameters;
  const longestMs = (slot_duration + block_interval + max_fallbacks * leader_timeout) * 1_000;
  const startedMs = clock.now();

  return async () => {
    const { failure } = await writes.look();
    const { height, time } = chain.read.head();
    const blockMs = time * 1_000;
    const silentMs = clock.now() - Math.max(blockMs, startedMs);
    const troubles = [
      ...(silentMs > longestMs ? [`no block for ${Math.floor(silentMs / 1_000)} s`] : []),
      ...(failure === undefined ? [] : [`cannot be written: ${failure}`]),
    ];
    return {
      ok: troubles.length === 0,
      detail: [`block ${height}`, ...troubles].join(", "),
      last_success: height === 0 ? null : new Date(blockMs).toISOString(),
    };
  };
}
