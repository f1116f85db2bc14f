import { z } from "zod";
import { Nothing, procedure } from "../shared/procedure.ts";
import { OwnNode } from "./own-nodes.schema.ts";

export const ownNodesContract = {
  list: procedure("access_admin_dashboard")
    .route({
      method: "GET",
      path: "/admin/nodes",
      tags: ["emergency"],
      summary: "Nodes of the owner that share a store, when each was heard of last, and what emergency holds there",
    })
    .input(Nothing)
    .output(
      z.object({
        /** Whether this node shares a store at all; where it does not, it is alone in the list. */
        shared: z.boolean(),
        nodes: z.array(OwnNode),
      }),
    ),
};
