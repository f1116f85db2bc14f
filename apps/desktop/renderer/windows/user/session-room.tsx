import { SessionPage } from "../../features/session/index.ts";
import { sessionPanels } from "./session-panels.ts";

/** The page of a session with what other features show on it. */
export function SessionRoom() {
  return <SessionPage panels={sessionPanels} />;
}
