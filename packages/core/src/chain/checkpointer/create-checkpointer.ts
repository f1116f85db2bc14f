import type { Clock } from "../../ports/index.ts";
import type { Chain } from "../chain.types.ts";
import type { Checkpointer } from "./checkpointer.types.ts";

export interface CheckpointerDeps {
  readonly clock: Clock;
  readonly chain: Pick<Chain, "submit" | "status" | "expectedSession" | "nextBlockAtMs">;
}

export interface CheckpointerOptions {
  /** How long before a block position the checkpoint is sent, in milliseconds. */
  readonly leadMs?: number;
}

export function createCheckpointer(_deps: CheckpointerDeps, _options: CheckpointerOptions = {}): Checkpointer {
  throw new Error("The checkpointer is not built yet");
}
