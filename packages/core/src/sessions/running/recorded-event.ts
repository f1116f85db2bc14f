import type { SessionEvent } from "@lucid/pipeline";
import { type DesktopEvent, describeKey } from "../../desktops/index.ts";

/**
 * What of a desktop's event goes into the record; undefined for what concerns only the node. `characters`: whether the policy records
 * what is typed, or only that it was.
 */
export function recordedEvent(event: DesktopEvent, { characters }: { readonly characters: boolean }): SessionEvent | undefined {
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
    case "network-changed":
      return { t: event.atMs, type: "network", answers: event.answers };
    case "key":
      return {
        ...{ t: event.atMs, type: "key", client: event.clientId, pressed: event.pressed },
        ...describeKey(event.keysym, characters),
      };
    case "button": {
      const { button, clientId, pressed, x, y } = event;
      return { t: event.atMs, type: "button", client: clientId, pressed, button, x, y };
    }
    case "motion":
      return { t: event.atMs, type: "motion", client: event.clientId, x: event.x, y: event.y };
    case "clipboard-in":
    case "clipboard-out": {
      const { bytes, clientId, format, refused, sha256 } = event;
      const known = { ...(clientId !== null && { client: clientId }), format, ...(bytes !== null && { bytes }) };
      const what = { ...known, ...(sha256 !== null && { sha256 }), ...(refused !== null && { refused }) };
      return { t: event.atMs, type: "clipboard", direction: event.type === "clipboard-in" ? "in" : "out", ...what };
    }
    case "program-key":
      return { t: event.atMs, type: "program_key", pressed: event.pressed, ...(characters && { keycode: event.keycode }) };
    case "program-button":
      return { t: event.atMs, type: "program_button", pressed: event.pressed, button: event.button };
    case "program-motion":
      return { t: event.atMs, type: "program_motion", x: event.x, y: event.y, relative: event.relative };
    case "window-opened":
      return {
        ...{ t: event.atMs, type: "window_opened", window: event.window, title: event.title },
        application: event.application,
      };
    case "window-titled":
      return { t: event.atMs, type: "window_titled", window: event.window, title: event.title };
    case "window-closed":
      return { t: event.atMs, type: "window_closed", window: event.window };
    case "window-focused":
      return { t: event.atMs, type: "window_focused", window: event.window, title: event.title };
    case "program-started":
      return { t: event.atMs, type: "program_started", pid: event.pid, name: event.name };
    case "program-ended":
      return { t: event.atMs, type: "program_ended", pid: event.pid, name: event.name };
    case "program-events-dropped":
      return { t: event.atMs, type: "program_events_dropped", count: event.count };
    case "program-cut":
      return { t: event.atMs, type: "program_cut", reason: event.reason };
    case "input-refused":
    case "password-locked":
      return undefined;
  }
}
