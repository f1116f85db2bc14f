import { z } from "zod";
import { GroupId } from "./groups.schema.ts";

/** A group, or who belongs to it, is not what it was. */
export const GroupEvent = z.object({ type: z.literal("group"), group_id: GroupId });
