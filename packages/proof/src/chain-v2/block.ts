import { z } from "zod";
import { Signature } from "../formats/primitives.ts";
import { Header } from "./header-format.ts";
import { SentTransaction } from "./transaction.ts";
import { VoteGroup } from "./vote-group.ts";

export const Block = z.strictObject({
  header: Header,
  signature: Signature,
  transactions: z.array(SentTransaction),
  attestations: z.array(VoteGroup),
});
export type Block = z.infer<typeof Block>;
