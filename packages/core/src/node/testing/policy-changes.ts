import { type AuthResponse, RequestId } from "@lucid/contract";
import { expect } from "vitest";
import type { Change } from "./login-changes.ts";
import type { NodeClient } from "./owned-node.ts";

const document = { name: "Mine", session: {} };

/** What is done with policies, and with requests for what one of them wants allowed. */
export function policyChanges(world: {
  /** Of a super admin. */
  readonly client: () => NodeClient;
  /** Somebody new, who may not decide. */
  readonly stranger: () => Promise<Pick<AuthResponse, "access_token">>;
  readonly clientOf: (token: string) => NodeClient;
  readonly settle: () => Promise<void>;
}): Readonly<Record<string, Change>> {
  const { client, stranger, clientOf, settle } = world;
  const ofPolicy =
    (policy_id: string): Awaited<ReturnType<Change>> =>
    (event) =>
      event.type === "policy" && event.policy_id === policy_id;
  const ofRequest =
    (id: string): Awaited<ReturnType<Change>> =>
    (event) =>
      event.type === "access_request" && event.request_id === id;

  async function requested() {
    const action = "start_session" as const;
    const rules = [{ rule_id: "asks", effect: "ask" as const, priority: 5, actions: [action] }];
    const made = await client().policies.create({ kind: "node", document: { name: "Careful", session: {}, rules } });
    const other = clientOf((await stranger()).access_token);
    const order = { policy_id: made.policy_id, action, reason: "Patch night", minutes: 5 };
    return { other, request_id: RequestId.parse((await other.accessRequests.ask(order)).request_id) };
  }

  return {
    "accessRequests.ask": async () => ofRequest((await requested()).request_id),
    "accessRequests.decide": async () => {
      const { request_id } = await requested();
      await settle();
      expect(await client().accessRequests.decide({ request_id, decision: "approve" })).toMatchObject({ status: "approved" });
      return ofRequest(request_id);
    },
    "accessRequests.revoke": async () => {
      const { other, request_id } = await requested();
      await settle();
      await other.accessRequests.revoke({ request_id });
      return ofRequest(request_id);
    },
    "policies.create": async () => ofPolicy((await client().policies.create({ document })).policy_id),
    "policies.update": async () => {
      const { policy_id } = await client().policies.create({ document });
      await settle();
      await client().policies.update({ policy_id, based_on: 1, document: { ...document, name: "Still mine" } });
      return ofPolicy(policy_id);
    },
    "policies.retire": async () => {
      const { policy_id } = await client().policies.create({ document });
      await settle();
      await client().policies.retire({ policy_id });
      return ofPolicy(policy_id);
    },
  };
}
