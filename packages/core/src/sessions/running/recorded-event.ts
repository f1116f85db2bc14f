import type { SessionEvent } from "@lucid/pipeline";
import type { DesktopEvent } from "../../desktops/index.ts";

/** What of a desktop's event goes into the record; undefined for what concerns only the node. */
export function recordedEvent(event: DesktopEvent): SessionEvent | undefined {
  switch (event.type) {
    case "client-connected":
      return { t: event.atMs, type: "client_connected", via: event.kind, client: event.clientId, address: event.address };
    case "client-disconnected":
      return { t: event.atMs, type: "client_disconnected", via: event.kind, client: event.clientId, address: event.address };
    case "password-failed":
      return { t: event.atMs, type: "password_failed", via: event.kind, address: event.address };
    case "input-changed":
      return { t: event.atMs, type: "input", enabled: event.enabled };
    case "part-restarted":
      return { t: event.atMs, type: "part_restarted", part: event.part };
    case "application-exited":
      return { t: event.atMs, type: "application_exited", code: event.code };
    case "limit-reached":
      return { t: event.atMs, type: "limit_reached", limit: event.limit };
    case "password-locked":
      return undefined;
  }
}
