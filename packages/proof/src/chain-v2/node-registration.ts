import { z } from "zod";
import { Hash, PublicKey, Signature, text } from "../formats/primitives.ts";

/** Node keys of a member at a time (consensus 6.4). */
export const MAX_NODE_KEYS = 16;

/** Where a node is reached, and the pool that its member says it works for. */
const described = { endpoints: z.array(text(256)).max(4), pool: Hash.nullable() };

/** What a member says of one of its further keys. A proof is the (new) key's signature over `{network, entity, key}`. */
export const NodeRegistration = z.discriminatedUnion("operation", [
  z.strictObject({ operation: z.literal("register"), node_key: PublicKey, proof: Signature, ...described }),
  z.strictObject({ operation: z.literal("rotate"), node_key: PublicKey, new_key: PublicKey, proof: Signature }),
  z.strictObject({ operation: z.literal("update"), node_key: PublicKey, ...described }),
  z.strictObject({ operation: z.literal("retire"), node_key: PublicKey }),
]);
export type NodeRegistration = z.infer<typeof NodeRegistration>;
