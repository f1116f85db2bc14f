import { Shell } from "../../features/shell/index.ts";
import { useNodeEvents } from "../../shared/api/use-node-events.ts";
import { eventReducers } from "./event-reducers.ts";

/** What stands around every page behind the login, kept current by the node's stream of events. */
export function UserWindow() {
  useNodeEvents(eventReducers);
  return <Shell />;
}
