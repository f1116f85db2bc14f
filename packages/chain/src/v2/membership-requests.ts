import { DOMAIN, hashObject, v2 } from "@lucid/proof";
import type { ChainKeys } from "../ports.types.ts";

/** Weight of whoever founded a network once somebody else is in it: it stays able to make blocks final alone (consensus 9.1). */
const FOUNDER_WEIGHT = 3;

export interface ListChange {
  readonly list: v2.MemberList;
  readonly operations: readonly v2.Operation[];
}

/** A list as a change names it. */
export const refOf = (list: v2.MemberList): v2.ListRef => ({ version: list.version, hash: hashObject(list) });
const totalOf = ({ members }: v2.MemberList): number => members.reduce((sum, { weight }) => sum + weight, 0);

/** A key's own consent to be an entity of its name. */
export const consentOf = (keys: ChainKeys, network: string): string =>
  keys.sign(DOMAIN.registrationV2, v2.registration(network, keys.publicKey, keys.publicKey));

/** This key's approval of a change of the list. */
export const approvalOf = (keys: ChainKeys, network: string, { list, operations }: ListChange): string =>
  keys.sign(DOMAIN.membershipV2, { network, base: refOf(list), operations });

/** The change by which a newcomer becomes a member with the least weight. A member that was alone takes more, so that it stays heavier. */
export function admissionOf(list: v2.MemberList, newcomer: { readonly key: string; readonly proof: string }): v2.Operation[] {
  const { key, proof } = newcomer;
  const add: v2.Operation = { op: "add", entity: key, public_key: key, weight: 1, proof };
  const [only, ...others] = list.members;
  if (only === undefined || others.length > 0 || only.weight >= FOUNDER_WEIGHT) return [add];
  return [{ op: "reweigh", entity: only.entity, weight: FOUNDER_WEIGHT }, add];
}

/** Whether a member carries more than two thirds of a list by itself: what it approves needs nobody else. */
export function decidesAlone(list: v2.MemberList, key: string): boolean {
  const own = list.members.find(({ public_key }) => public_key === key);
  return own !== undefined && 3 * own.weight > 2 * totalOf(list);
}

/** Fewest members that carry more than two thirds, and those that can stop finality by themselves (consensus 9.1). */
export function powersOf(list: v2.MemberList): { readonly reach: readonly string[]; readonly stop: readonly string[] } {
  const total = totalOf(list);
  const keysOf = (some: readonly v2.Member[]): string[] => some.map(({ public_key }) => public_key);
  return {
    reach: keysOf(list.members.filter(({ weight }) => 3 * weight > 2 * total)),
    stop: keysOf(list.members.filter(({ weight }) => 3 * weight >= total)),
  };
}

/** The change with the approvals of these keys, each of a member of the list. */
export function changeOf(
  { list, operations }: ListChange,
  approvals: readonly { readonly key: string; readonly signature: string }[],
): v2.MembershipChange {
  return {
    base: refOf(list),
    operations: [...operations],
    approvals: approvals.flatMap(({ key, signature }) => {
      const entity = list.members.find(({ public_key }) => public_key === key)?.entity;
      return entity === undefined ? [] : [{ entity, signature }];
    }),
  };
}

/** The operations by which the member with this key leaves. */
export const removalOf = (list: v2.MemberList, key: string): v2.Operation[] =>
  list.members.filter(({ public_key }) => public_key === key).map(({ entity }) => ({ op: "remove", entity }));

/** Whether a leaving member speaks of this very list. */
export const isListOf = (list: v2.MemberList, { version, hash }: v2.ListRef): boolean =>
  list.version === version && hashObject(list) === hash;
