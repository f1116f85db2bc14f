import { z } from "zod";
import { GroupId } from "../directory/groups.schema.ts";
import { Account } from "../people/people.schema.ts";
import { ROLES } from "../shared/permissions.ts";
import { procedure } from "../shared/procedure.ts";
import { SessionId, Timestamp, UserId } from "../shared/shared.schema.ts";
import { policyErrors } from "./policies.errors.ts";
import { PolicyId } from "./policies.schema.ts";
import { PolicyAction, PolicyDecision, PolicyRule } from "./policy-rules.schema.ts";
import { PolicyDocument, PolicyVersion, StoredPolicy } from "./stored-policies.schema.ts";

const tags = ["trust"];
const one = z.strictObject({ policy_id: PolicyId });
const { POLICY_CHANGED, POLICY_NOT_FOUND, POLICY_READ_ONLY, TOO_MANY_POLICIES } = policyErrors.spec;
const changeOne = procedure("manage_trust_policies", {
  fresh: true,
  changes: "policy",
  errors: [POLICY_NOT_FOUND, POLICY_READ_ONLY, POLICY_CHANGED, TOO_MANY_POLICIES],
});

export const policiesContract = {
  list: procedure("view_trust_policies")
    .route({ method: "GET", path: "/trust/policies", tags, summary: "Policies: the program's, the node's and your own" })
    .input(z.strictObject({ status: z.enum(["enabled", "retired", "all"]).default("enabled") }))
    .output(z.object({ policies: z.array(StoredPolicy) })),
  create: procedure("manage_trust_policies", { fresh: true, changes: "policy", errors: [POLICY_READ_ONLY, TOO_MANY_POLICIES] })
    .route({ method: "POST", path: "/trust/policies", tags, summary: "Make a policy", successStatus: 201 })
    .input(
      z.strictObject({
        /** `own`: for yourself. `node`: for everybody that its rules let. */
        kind: z.enum(["own", "node"]).default("own"),
        document: PolicyDocument,
      }),
    )
    .output(StoredPolicy),
  get: procedure("view_trust_policies", { errors: [POLICY_NOT_FOUND] })
    .route({ method: "GET", path: "/trust/policies/{policy_id}", tags, summary: "One policy, as it is now" })
    .input(one)
    .output(StoredPolicy),
  versions: procedure("view_trust_policies", { errors: [POLICY_NOT_FOUND] })
    .route({
      method: "GET",
      path: "/trust/policies/{policy_id}/versions",
      tags,
      summary: "Every version of a policy, newest first",
    })
    .input(one)
    .output(z.object({ versions: z.array(PolicyVersion) })),
  update: changeOne
    .route({
      method: "PUT",
      path: "/trust/policies/{policy_id}",
      tags,
      summary: "Make a new version of a policy, or put a retired one into use again",
    })
    .input(
      one.extend({
        /** The version that was changed: another one in use now refuses the call. */
        based_on: z.int().min(1),
        document: PolicyDocument,
      }),
    )
    .output(StoredPolicy),
  retire: changeOne
    .route({
      method: "DELETE",
      path: "/trust/policies/{policy_id}",
      tags,
      summary: "Take a policy out of use; its versions stay",
    })
    .input(one)
    .output(StoredPolicy),
  evaluate: procedure("view_trust_policies", { isQuestion: true, errors: [POLICY_NOT_FOUND] })
    .route({ method: "POST", path: "/trust/evaluate", tags, summary: "What a policy would decide, and which rule of it" })
    .input(
      z.strictObject({
        policy_id: PolicyId,
        /** Instead of the version in use: what is being written. */
        document: PolicyDocument.optional(),
        action: PolicyAction,
        /** Whom it is about: yourself, unless you manage policies for everybody. */
        user_id: UserId.optional(),
        /** Somebody of this role whom nobody knows. */
        role: z.enum(ROLES).optional(),
        /** The groups of that somebody. */
        group_ids: z.array(GroupId).max(200).optional(),
        /** Whether that somebody was checked; `none` when nothing is said. */
        kyc_status: Account.shape.kyc_status.optional(),
        template: z.string().max(64).optional(),
        session_id: SessionId.optional(),
        /** When; default now. */
        at: Timestamp.optional(),
      }),
    )
    .output(
      z.object({
        decision: PolicyDecision,
        /** The rule that decided, and the policy it stands in. */
        rule: PolicyRule.nullable(),
        policy_name: z.string().nullable(),
      }),
    ),
};
