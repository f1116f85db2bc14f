import { DOMAIN, hashObject, v2 } from "@lucid/proof";
import type { ChainKeys } from "../ports.types.ts";
import { createSignatureChecker } from "../signing/signature-checker.ts";
import type { MembershipWish } from "./peers/wire.ts";

/** Weight of whoever founded a network once somebody else is in it: it stays able to make blocks final alone (consensus 9.1). */
const FOUNDER_WEIGHT = 3;
const EQUAL_WEIGHT = 1;
/** So many members are equal: any one of them may be away. */
const EQUAL_FROM = 4;

const checkSignature = createSignatureChecker();

export interface ListChange {
  readonly list: v2.MemberList;
  readonly operations: readonly v2.Operation[];
}

/** Of a change, by the key of a member. */
export interface Approval {
  readonly key: string;
  readonly signature: string;
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

/**
 * The operations that fulfil a wish; none where the list is so already. A newcomer has the least weight. A member that was alone takes
 * more, so that it stays heavier, and from four members on all are equal (consensus 9.1): everybody makes the same of one list.
 */
export function operationsOf(list: v2.MemberList, wish: MembershipWish): v2.Operation[] {
  const { key } = wish;
  const known = list.members.filter(({ public_key }) => public_key === key);
  if (wish.op === "remove") return known.map(({ entity }) => ({ op: "remove", entity }));
  if (known.length > 0) return [];
  const weight = list.members.length === 1 ? FOUNDER_WEIGHT : EQUAL_WEIGHT;
  const isWeighed = list.members.length === 1 || list.members.length + 1 === EQUAL_FROM;
  const others = isWeighed ? list.members.filter((member) => member.weight !== weight) : [];
  return [
    ...others.map(({ entity }): v2.Operation => ({ op: "reweigh", entity, weight })),
    { op: "add", entity: key, public_key: key, weight: EQUAL_WEIGHT, proof: wish.proof },
  ];
}

/** Whether a key consents to be an entity of its name. */
export const isConsent = (network: string, key: string, proof: string): boolean =>
  checkSignature(DOMAIN.registrationV2, v2.registration(network, key, key), proof, key);

/** Whether a key has approved this change. */
export const isApproval = (network: string, { list, operations }: ListChange, { key, signature }: Approval): boolean =>
  checkSignature(DOMAIN.membershipV2, { network, base: refOf(list), operations }, signature, key);

/** What these members carry of a list, and whether that is more than two thirds: what they approve needs nobody else. */
export function weightOf(list: v2.MemberList, keys: readonly string[]) {
  const total = totalOf(list);
  const members = list.members.filter(({ public_key }) => keys.includes(public_key));
  const weight = members.reduce((sum, member) => sum + member.weight, 0);
  return { weight, total, isEnough: 3 * weight > 2 * total };
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
export function changeOf({ list, operations }: ListChange, approvals: readonly Approval[]): v2.MembershipChange {
  return {
    base: refOf(list),
    operations: [...operations],
    approvals: approvals.flatMap(({ key, signature }) => {
      const entity = list.members.find(({ public_key }) => public_key === key)?.entity;
      return entity === undefined ? [] : [{ entity, signature }];
    }),
  };
}

/** Whether somebody speaks of this very list. */
export const isListOf = (list: v2.MemberList, { version, hash }: v2.ListRef): boolean =>
  list.version === version && hashObject(list) === hash;
