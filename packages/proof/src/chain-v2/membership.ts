import { z } from "zod";
import { Count, Hash, Signature } from "../formats/primitives.ts";
import { MAX_MEMBERS, Member } from "./members.ts";

const { entity: Entity, public_key: Key, weight: Weight } = Member.shape;

/** One change of one entity (consensus 2.3). A proof is a key's signature over `{network, entity, key}`: it wants to be that entity's. */
export const Operation = z.discriminatedUnion("op", [
  z.strictObject({ op: z.literal("add"), entity: Entity, public_key: Key, weight: Weight, proof: Signature }),
  z.strictObject({ op: z.literal("remove"), entity: Entity }),
  z.strictObject({ op: z.literal("reweigh"), entity: Entity, weight: Weight }),
  z.strictObject({ op: z.literal("rekey"), entity: Entity, public_key: Key, proof: Signature }),
  z.strictObject({ op: z.literal("resume"), entity: Entity }),
]);
export type Operation = z.infer<typeof Operation>;

/** Version and hash of the list that a change starts from. */
export const ListRef = z.strictObject({ version: Count, hash: Hash });
export type ListRef = z.infer<typeof ListRef>;

/** What a member approves, signed with its key in the list of `base`. */
export interface ChangeStatement {
  readonly network: string;
  readonly base: ListRef;
  readonly operations: readonly Operation[];
}

export const Approval = z.strictObject({ entity: Entity, signature: Signature });
export type Approval = z.infer<typeof Approval>;

/** A change of the membership with those who want it: no entity in two operations, none approves twice. */
export const MembershipChange = z.strictObject({
  base: ListRef,
  operations: z.array(Operation).min(1).max(64).refine(hasEachOnce, "an entity twice"),
  approvals: z.array(Approval).max(MAX_MEMBERS).refine(hasEachOnce, "an entity twice"),
});
export type MembershipChange = z.infer<typeof MembershipChange>;

function hasEachOnce(some: readonly { readonly entity: string }[]): boolean {
  return new Set(some.map((one) => one.entity)).size === some.length;
}

/** The statement by which a key consents to be an entity's. */
export const registration = (network: string, ofEntity: string, key: string) => ({ network, entity: ofEntity, key });
