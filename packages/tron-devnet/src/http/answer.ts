import type { Chain } from "../chain/chain.ts";
import type { Machine } from "../evm/machine.ts";
import { MessageError, makeVisible, NotModelled } from "../protobuf/message.ts";
import type { Store } from "../store/store.ts";
import { toBase58 } from "../text/address.ts";
import type { Faults } from "./faults.ts";
import { isTrue } from "./input.ts";
import type { Handler, View } from "./route.ts";
import { accountRoutes } from "./routes/accounts.ts";
import { blockRoutes } from "./routes/blocks.ts";
import { broadcastRoutes } from "./routes/broadcast.ts";
import { contractRoutes } from "./routes/contracts.ts";
import { networkRoutes } from "./routes/network.ts";
import { stakingRoutes } from "./routes/staking.ts";
import { type Answer, type Answerer, type Call, jsonAnswer } from "./server.ts";

const routes: ReadonlyMap<string, Handler> = new Map(
  Object.entries({ ...accountRoutes, ...blockRoutes, ...broadcastRoutes, ...contractRoutes, ...stakingRoutes, ...networkRoutes }),
);

export interface AnswerDeps {
  readonly chain: Chain;
  readonly store: Store;
  readonly machine: Machine;
}

/** The two nodes under their paths: `/wallet` shows the head, `/walletsolidity` what is solidified. */
export function createNodeAnswerer({ chain, store, machine }: AnswerDeps): Answerer {
  const viewOf = (isSolid: boolean): View => ({
    isSolid,
    state: chain.state(isSolid),
    newest: isSolid ? chain.solid() : chain.head(),
    chain,
    store,
    machine,
  });
  return async ({ path, input }: Call): Promise<Answer | undefined> => {
    const [, node, name, ...rest] = path.split("/");
    if ((node !== "wallet" && node !== "walletsolidity") || name === undefined || rest.length > 0)
      return jsonAnswer({ Error: `this devnet does not model ${path}` }, 404);
    // TronWeb asks for `getReward`; java-tron's paths are the same in any case.
    const handler = routes.get(name.toLowerCase());
    if (!handler) return jsonAnswer({ Error: `this devnet does not model ${path}` }, 501);
    try {
      const json = await handler(input, viewOf(node === "walletsolidity"));
      return jsonAnswer(isTrue(input["visible"]) ? makeVisible(json, toBase58) : json, 200, isTrue(input["int64_as_string"]));
    } catch (error) {
      if (error instanceof NotModelled) return jsonAnswer({ Error: error.message }, 501);
      if (error instanceof MessageError)
        return jsonAnswer({ Error: `class org.tron.json.JsonFormat$ParseException : ${error.message}` });
      throw error;
    }
  };
}

export interface Parts {
  readonly nodes: Answerer;
  readonly events: Answerer;
  readonly control: Answerer;
  readonly page: Answerer;
  readonly faults: Faults;
}

/** Everything under one address: the nodes and the event server, whom faults hit, and the devnet's own controls and page. */
export function createAnswerer({ nodes, events, control, page, faults }: Parts): Answerer {
  const network = faults.around(async (call) => {
    if (call.path === "/healthcheck") return jsonAnswer({ status: "ok" });
    return call.path.startsWith("/v1/") ? events(call) : nodes(call);
  });
  return async (call) => {
    if (call.path.startsWith("/devnet/")) return control(call);
    return call.path === "/" || call.path === "/style.css" ? page(call) : network(call);
  };
}
