import { hostname } from "node:os";
import { OPEN_STATES, sessionErrors } from "@lucid/contract";
import { requirePrincipal } from "../../calls/index.ts";
import { rdpFile } from "../../desktops/index.ts";
import { requireState } from "../stored/session-state.ts";
import type { HandlerDeps, Handlers } from "./handler-deps.ts";

type Deps = Pick<HandlerDeps, "access" | "sessions" | "tickets" | "rules">;

/** A desktop that listens on every address is reached by this computer's name. */
const reachable = (address: string): string => (address === "0.0.0.0" || address === "::" ? hostname() : address);

/** The ways into a running desktop: RDP, and the viewer of the page. */
export function createConnectionHandlers({ access, sessions, tickets, rules }: Deps): Handlers<"connection" | "viewerTicket"> {
  return {
    connection(input, caller) {
      const record = access.owned(input.session_id, caller);
      const session = sessions.live.get(record.sessionId);
      if (!session) throw sessionErrors.SESSION_STATE({ status: record.state, allowed: [...OPEN_STATES] });
      rules.require(record, "connect_rdp");
      const { connect, geometry } = session.desktop;
      const host = reachable(connect.address);
      const { host_to_remote, remote_to_host } = record.policy.clipboard;
      return {
        host,
        port: connect.port,
        username: connect.username,
        password: connect.password,
        certificate_fingerprint: connect.certificateFingerprint,
        rdp_file: rdpFile({ host, port: connect.port, geometry, clipboard: host_to_remote || remote_to_host }),
      };
    },
    viewerTicket(input, caller) {
      const record = access.owned(input.session_id, caller);
      requireState(record.state, ...OPEN_STATES);
      rules.require(record, "connect_viewer");
      const { userId, loginSessionId, apiKeyId } = requirePrincipal(caller);
      const holder = { sessionId: record.sessionId, userId, loginSessionId, apiKeyId, label: "viewer", viewOnly: false };
      const { ticket, expiresAt } = tickets.issue(holder);
      return {
        ticket,
        path: `/api/v1/sessions/${record.sessionId}/viewer?ticket=${ticket}`,
        expires_at: new Date(expiresAt).toISOString(),
      };
    },
  };
}
