import { z } from "zod";
import { commonErrors } from "../shared/common.errors.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { UserId } from "../shared/shared.schema.ts";
import { writtenLine } from "../shared/written-text.ts";
import { Account, Profile, SealedIdentity } from "./people.schema.ts";

const tags = ["users"];
const Username = z.string().regex(/^[A-Za-z0-9_-]{3,50}$/, "3 to 50 letters, digits, _ or -");
const { ALREADY_EXISTS, NOT_FOUND } = commonErrors.spec;

export const peopleContract = {
  me: procedure("view_own_profile", { inLockdown: true })
    .route({
      method: "GET",
      path: "/users/me",
      tags,
      summary: "Your account",
    })
    .input(Nothing)
    .output(Account),
  updateMe: procedure("update_own_profile", { changes: "account", errors: [ALREADY_EXISTS] })
    .route({
      method: "PUT",
      path: "/users/me",
      tags,
      summary: "Change your account",
    })
    .input(
      z.strictObject({
        username: Username,
      }),
    )
    .output(Account),
  profile: procedure("view_own_profile")
    .route({ method: "GET", path: "/profile", tags, summary: "What you say of yourself" })
    .input(Nothing)
    .output(Profile),
  updateProfile: procedure("update_own_profile", { changes: "account", errors: [ALREADY_EXISTS] })
    .route({
      method: "PUT",
      path: "/profile",
      tags,
      summary: "Say something else of yourself",
      description: "What is left out stays; null takes a name away.",
    })
    .input(
      z.strictObject({
        username: Username.nullable().optional(),
        first_name: writtenLine(1, 100).nullable().optional(),
        last_name: writtenLine(1, 100).nullable().optional(),
      }),
    )
    .output(Profile),
  identity: procedure("view_own_profile", { unenrolled: true })
    .route({
      method: "GET",
      path: "/users/me/identity",
      tags,
      summary: "Your sealed encryption identity",
    })
    .input(Nothing)
    .output(SealedIdentity.nullable()),
  setIdentity: procedure("update_own_profile", {
    changes: "account",
    personOnly: true,
    unenrolled: true,
    errors: [ALREADY_EXISTS],
  })
    .route({
      method: "PUT",
      path: "/users/me/identity",
      tags,
      summary: "Keep your sealed encryption identity on the node",
    })
    .input(z.strictObject(SealedIdentity.shape))
    .output(SealedIdentity),
  get: procedure("view_all_users", { errors: [NOT_FOUND] })
    .route({
      method: "GET",
      path: "/users/{user_id}",
      tags,
      summary: "One account",
    })
    .input(z.strictObject({ user_id: UserId }))
    .output(Account),
};
