import { DOMAIN, hashObject, v2 } from "@lucid/proof";
import type { ChainKeys } from "../../../ports.types.ts";
import { newestList } from "../../state/lists.ts";
import type { SimNode, World } from "./world.ts";

/** An operation that makes a node's key that of a new entity, or of the one given. */
export function adding({ network }: World, { keys }: Pick<SimNode, "keys">, weight = 1): v2.Operation {
  const entity = keys.publicKey;
  return { op: "add", entity, public_key: entity, weight, proof: consent(network.hash, entity, keys) };
}

export function rekeying({ network }: World, entity: string, { keys }: Pick<SimNode, "keys">): v2.Operation {
  return { op: "rekey", entity, public_key: keys.publicKey, proof: consent(network.hash, entity, keys) };
}

export const removing = ({ keys }: Pick<SimNode, "keys">): v2.Operation => ({ op: "remove", entity: keys.publicKey });

const consent = (network: string, entity: string, keys: ChainKeys): string =>
  keys.sign(DOMAIN.registrationV2, v2.registration(network, entity, keys.publicKey));

/** A change of the newest final list that its members have approved: all, or so many of them. */
export function changeOf(world: World, operations: readonly v2.Operation[], approvers?: number): v2.MembershipChange {
  const list = newestList(newest(world));
  const base = { version: list.version, hash: hashObject(list) };
  const statement: v2.ChangeStatement = { network: world.network.hash, base, operations };
  const approvals = list.members.slice(0, approvers).flatMap(({ entity, public_key }) => {
    const keys = world.nodes.find((node) => node.keys.publicKey === public_key)?.keys;
    return keys === undefined ? [] : [{ entity, signature: keys.sign(DOMAIN.membershipV2, statement) }];
  });
  return { base, operations: [...operations], approvals };
}

/** The lists of the highest final block that an honest node knows. */
export function newest({ nodes, network }: World): v2.Members {
  const engines = nodes.flatMap(({ engine, script }) => (engine === undefined || script !== undefined ? [] : [engine]));
  const best = engines.toSorted((one, other) => other.tree.final.height - one.tree.final.height)[0];
  return best?.members ?? network.members;
}

/** Has a node of the list send a change that all approve; why it is not taken, or undefined. */
export function propose(world: World, operations: readonly v2.Operation[]): string | undefined {
  const change = changeOf(world, operations);
  let refused: string | undefined;
  for (const node of world.nodes.filter(({ script }) => script === undefined)) {
    if (node.engine === undefined || !node.isAlive) continue;
    try {
      const outcome = node.engine.change(change);
      if (outcome.ok) return undefined;
      refused = outcome.reason;
    } catch (error) {
      // The node died while it took it in: another one sends it.
      if (node.isAlive) throw error;
    }
  }
  return refused;
}

/** Whether every one of these nodes has a final block that needs a list of this version alone. */
export const hasChanged = (nodes: readonly SimNode[], version: number): boolean =>
  nodes.every(({ engine }) => engine?.members.current.version === version);
