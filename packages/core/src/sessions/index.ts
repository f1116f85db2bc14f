export { createSessionsService } from "./create-sessions-service.ts";
export { DEFAULT_CONSENT, POLICY_PRESETS } from "./policies.ts";
export { createSessionAccess } from "./session-access.ts";
export { createBulkService } from "./session-bundles.ts";
export { createSessionDeletion } from "./session-deletion.ts";
export { createSessionProofs } from "./session-proofs.ts";
export { createSessionRepository } from "./session-repository.ts";
export { type Sessions, startSessions } from "./start-sessions.ts";
export { createViewerTickets } from "./viewer-tickets.ts";
