import { z } from "zod";
import { procedure } from "../shared/procedure.ts";
import { UserId } from "../shared/shared.schema.ts";
import { Account, SealedIdentity } from "./people.schema.ts";

const tags = ["users"];
export const peopleContract = {
  me: procedure("view_own_profile")
    .route({
      method: "GET",
      path: "/users/me",
      tags: tags,
      summary: "Your account",
    })
    .output(Account),
  updateMe: procedure("update_own_profile", { changes: "account" })
    .route({
      method: "PUT",
      path: "/users/me",
      tags: tags,
      summary: "Change your account",
    })
    .input(
      z.object({
        username: z.string().regex(/^[A-Za-z0-9_-]{3,50}$/, "3 to 50 letters, digits, _ or -"),
      }),
    )
    .output(Account),
  identity: procedure("view_own_profile")
    .route({
      method: "GET",
      path: "/users/me/identity",
      tags: tags,
      summary: "Your sealed encryption identity",
    })
    .output(SealedIdentity.nullable()),
  setIdentity: procedure("update_own_profile", { changes: "account" })
    .route({
      method: "PUT",
      path: "/users/me/identity",
      tags: tags,
      summary: "Keep your sealed encryption identity on the node",
    })
    .input(SealedIdentity)
    .output(SealedIdentity),
  get: procedure("view_all_users")
    .route({
      method: "GET",
      path: "/users/{user_id}",
      tags: tags,
      summary: "One account",
    })
    .input(z.object({ user_id: UserId }))
    .output(Account),
};
