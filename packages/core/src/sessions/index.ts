export { createSessionsService } from "./handlers/create-sessions-service.ts";
export { createSessionAccess } from "./handlers/session-access.ts";
export { createBulkService } from "./proving/session-bundles.ts";
export { createSessionProofs } from "./proving/session-proofs.ts";
export { DEFAULT_CONSENT, POLICY_PRESETS } from "./running/policies.ts";
export { type Sessions, startSessions } from "./running/start-sessions.ts";
export { createViewerTickets } from "./running/viewer-tickets.ts";
export { createSessionDeletion } from "./stored/session-deletion.ts";
export { createSessionRepository } from "./stored/session-repository.ts";
