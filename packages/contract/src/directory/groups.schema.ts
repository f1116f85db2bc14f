import { z } from "zod";
import { Timestamp } from "../shared/shared.schema.ts";

export const GroupId = z.uuid().brand<"GroupId">();
export type GroupId = z.infer<typeof GroupId>;

/** A named set of accounts. By itself it allows nothing: policies say what its members may do. */
export const AccountGroup = z
  .object({
    group_id: GroupId,
    name: z.string(),
    description: z.string(),
    members: z.int(),
    created_at: Timestamp,
  })
  .meta({ id: "AccountGroup" });
export type AccountGroup = z.infer<typeof AccountGroup>;
