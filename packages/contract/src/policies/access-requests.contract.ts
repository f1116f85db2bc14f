import { z } from "zod";
import { sessionErrors } from "../sessions/sessions.errors.ts";
import { procedure } from "../shared/procedure.ts";
import { Paging } from "../shared/shared.schema.ts";
import { writtenLine } from "../shared/written-text.ts";
import { AccessRequest, AccessRequests, AccessState, AskedAccess, RequestId } from "./access-requests.schema.ts";
import { policyErrors } from "./policies.errors.ts";

const tags = ["trust"];
const one = z.strictObject({ request_id: RequestId });
const {
  POLICY_NOT_FOUND,
  NOTHING_TO_ASK,
  ASKED_ALREADY,
  TOO_MANY_REQUESTS,
  OWN_REQUEST,
  REQUEST_NOT_FOUND,
  REQUEST_OVER,
  TOO_LONG,
} = policyErrors.spec;

export const accessRequestsContract = {
  list: procedure("account")
    .route({
      method: "GET",
      path: "/trust/requests",
      tags,
      summary: "Requests for access: your own, or those you may decide, newest first",
    })
    .input(Paging.extend({ which: z.enum(["mine", "to_decide", "all"]).default("mine"), status: AccessState.optional() }))
    .output(AccessRequests),
  ask: procedure("create_session", {
    rate: "create",
    changes: "access_request",
    errors: [POLICY_NOT_FOUND, sessionErrors.spec.SESSION_NOT_FOUND, NOTHING_TO_ASK, ASKED_ALREADY, TOO_MANY_REQUESTS, TOO_LONG],
  })
    .route({
      method: "POST",
      path: "/trust/requests",
      tags,
      summary: "Ask for what a policy wants somebody to allow",
      successStatus: 201,
    })
    .input(AskedAccess)
    .output(AccessRequest),
  get: procedure("account", { errors: [REQUEST_NOT_FOUND] })
    .route({ method: "GET", path: "/trust/requests/{request_id}", tags, summary: "One request for access" })
    .input(one)
    .output(AccessRequest),
  decide: procedure("manage_trust_policies", {
    fresh: true,
    changes: "access_request",
    errors: [REQUEST_NOT_FOUND, OWN_REQUEST, REQUEST_OVER],
  })
    .route({
      method: "POST",
      path: "/trust/requests/{request_id}/decision",
      tags,
      summary: "Allow or deny what somebody else asks for",
    })
    .input(one.extend({ decision: z.enum(["approve", "deny"]), note: writtenLine(0, 500).default("") }))
    .output(AccessRequest),
  revoke: procedure("account", { changes: "access_request", errors: [REQUEST_NOT_FOUND, REQUEST_OVER] })
    .route({
      method: "POST",
      path: "/trust/requests/{request_id}/revoke",
      tags,
      summary: "Take back a request of your own, or what was allowed: what runs by it ends",
    })
    .input(one)
    .output(AccessRequest),
};
