import { z } from "zod";
import { Timestamp } from "../shared/shared.schema.ts";

/** `devnet` is a local network for trying things out, `nile` and `shasta` are public test networks. Only `mainnet` is money. */
export const TronNetwork = z.enum(["devnet", "nile", "shasta", "mainnet"]);
export type TronNetwork = z.infer<typeof TronNetwork>;

/**
 * How payments are. `off`: not set up. `starting`: the process of payments, or its first look at the network. `away`: that process
 * is not running. `unreachable`: the network does not answer. `wrong-network`: who answers is another network than the one that is set.
 */
export const PaymentsState = z.enum(["off", "starting", "ready", "away", "unreachable", "wrong-network"]);
export type PaymentsState = z.infer<typeof PaymentsState>;

export const TronBlock = z.object({ number: z.int().nonnegative(), time: Timestamp });

export const TronStatus = z
  .object({
    state: PaymentsState,
    /** Null where payments are off. */
    network: TronNetwork.nullable(),
    /** Scheme, host and port of the full node that is asked; null where payments are off. */
    endpoint: z.string().nullable(),
    /** Newest block and newest solidified one, as they were last heard of; null before that. */
    head: TronBlock.nullable(),
    solid: TronBlock.nullable(),
    /** When the network last answered. */
    last_success: Timestamp.nullable(),
    /** What is wrong, in English; empty where nothing is. */
    detail: z.string(),
  })
  .meta({ id: "TronStatus" });
export type TronStatus = z.infer<typeof TronStatus>;
