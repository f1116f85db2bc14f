import { z } from "zod";
import { procedure } from "../shared/procedure.ts";
import { SearchGroup } from "./search.schema.ts";

export const searchContract = {
  find: procedure("account")
    .route({
      method: "GET",
      path: "/search",
      tags: ["search"],
      summary: "What the caller may see, wherever it is: sessions, people, settings, chain, audit log and the node's log",
    })
    .input(
      z.strictObject({
        /** Beginnings of words, all of which fit; or an id, a hash, a height. */
        q: z.string().min(1).max(200),
        /** Of each kind. */
        limit: z.coerce.number().int().min(1).max(50).default(5),
      }),
    )
    /** Kinds that the caller may not look at are not there. */
    .output(z.object({ groups: z.array(SearchGroup) })),
};
