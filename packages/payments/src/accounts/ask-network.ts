import { NetworkError } from "../network/network-error.ts";
import type { NetworkWatch } from "../network/watch-network.ts";
import { Refusal } from "../refusal.ts";

/** The contract of USDT, on a network that is the right one and answers. @throws Refusal NETWORK_AWAY */
export async function needNetwork(network: Pick<NetworkWatch, "view" | "usdt" | "look">): Promise<string> {
  const { state, detail } = network.view();
  if (state !== "ready") {
    const now = await network.look();
    if (now.state !== "ready") throw new Refusal("NETWORK_AWAY", { reason: now.detail || detail });
  }
  const usdt = network.usdt();
  if (usdt === undefined) throw new Refusal("NETWORK_AWAY", { reason: detail });
  return usdt;
}

/** Turns a network that fails while it is asked into the refusal of the contract. */
export async function askNetwork<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof NetworkError) throw new Refusal("NETWORK_AWAY", { reason: error.message });
    throw error;
  }
}
