import { DOMAIN, v2 } from "@lucid/proof";
import type { DraftState } from "../state/branch-state.ts";
import { memberOf, type NodeRow } from "./sender.ts";
import type { Statement } from "./statement.ts";

type Registering = Statement<{ readonly data: v2.NodeRegistration }>;

/**
 * What a member says of one of its node keys (consensus 6.4), or why the state does not take it. From the next transaction on the
 * key may send, and a rotated or retired one no more.
 */
export function registerNode(state: DraftState, statement: Registering): string | undefined {
  const { data, sender } = statement;
  const entity = memberOf(state, sender);
  if (entity === undefined) return "no_member_key";
  const keys = state.get<readonly string[]>("nodes", entity) ?? [];
  const node = state.get<NodeRow>("node", data.node_key);
  if (data.operation === "register") {
    if (keys.length >= v2.MAX_NODE_KEYS) return "too_many_node_keys";
    const refused = keyProblem(state, statement, entity, data.node_key, data.proof);
    if (refused === undefined) keep(state, data.node_key, { entity, endpoints: data.endpoints, pool: data.pool });
    return refused;
  }
  if (node?.entity !== entity) return "no_such_node";
  if (data.operation === "update") {
    state.set("node", data.node_key, { entity, endpoints: data.endpoints, pool: data.pool });
    return undefined;
  }
  if (data.operation === "rotate") {
    const refused = keyProblem(state, statement, entity, data.new_key, data.proof);
    if (refused !== undefined) return refused;
    keep(state, data.new_key, node);
  }
  state.set("node", data.node_key, undefined);
  const left = (state.get<readonly string[]>("nodes", entity) ?? []).filter((key) => key !== data.node_key);
  state.set("nodes", entity, left.length === 0 ? undefined : left);
  return undefined;
}

function keep(state: DraftState, key: string, node: NodeRow): void {
  const keys = state.get<readonly string[]>("nodes", node.entity) ?? [];
  state.set("node", key, node);
  state.set("nodes", node.entity, [...keys, key].toSorted());
  state.set("key", key, node.entity);
}

/** A key that wants to be this member's, is none of its own already, and never was another's. */
function keyProblem(
  state: DraftState,
  { network, checkSignature }: Registering,
  entity: string,
  key: string,
  proof: string,
): string | undefined {
  const owner = state.get<string>("key", key);
  if (owner !== undefined && owner !== entity) return "key_of_another";
  if (memberOf(state, key) !== undefined || state.get("node", key) !== undefined) return "key_in_use";
  const isWilling = checkSignature(DOMAIN.registrationV2, v2.registration(network, entity, key), proof, key);
  return isWilling ? undefined : "bad_registration";
}
