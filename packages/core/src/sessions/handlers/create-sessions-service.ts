import type { Services } from "../../calls/index.ts";
import { createSessionChanging } from "./session-changing.ts";
import { createSessionReading } from "./session-reading.ts";
import { createSessionRecord } from "./session-record.ts";
import { createSessionViews, type SessionsServiceDeps, type SessionViews } from "./session-service-deps.ts";

/** The sessions part of the contract, and how a session looks in it. */
export function createSessionsService(deps: SessionsServiceDeps): { service: Services["sessions"]; views: SessionViews } {
  const views = createSessionViews(deps);
  return {
    service: { ...createSessionReading(deps, views), ...createSessionChanging(deps, views), ...createSessionRecord(deps) },
    views,
  };
}
