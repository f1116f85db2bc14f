import type { RequestsArea } from "../../policies/index.ts";
import type { Announce, Source } from "./source.ts";

export interface RequestsSourceDeps {
  readonly announce: Announce;
  readonly requests: Pick<RequestsArea, "request" | "pending">;
}

/** Requests for access: to who may decide, and what was decided to who asked. */
export function createRequestsSource({ announce, requests }: RequestsSourceDeps): Source {
  function tell(requestId: string): void {
    const row = requests.request(requestId);
    if (!row) return;
    const { user_id: asker, action, status } = row;
    const data = { request_id: requestId, action, status };
    if (status === "pending") {
      const to = { permission: "manage_trust_policies", except: asker } as const;
      const link = `/requests?which=to_decide&id=${requestId}`;
      announce({ key: `access.requested ${requestId}`, kind: "access.requested", to, who: asker, link, data });
    }
    if (status === "approved" || status === "denied") {
      const to = { account: asker };
      announce({ key: `access.decided ${requestId}`, kind: "access.decided", to, link: `/requests?id=${requestId}`, data });
    }
  }

  return {
    heard: { topic: "access_request", of: tell },
    look() {
      for (const requestId of requests.pending()) tell(requestId);
    },
  };
}
