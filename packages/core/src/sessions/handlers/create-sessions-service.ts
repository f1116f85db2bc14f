import type { Services } from "../../calls/index.ts";
import { createChunkHandlers } from "./chunks.ts";
import { createConnectionHandlers } from "./connecting.ts";
import { createCreation } from "./creating.ts";
import { createGranting } from "./granting.ts";
import type { HandlerDeps } from "./handler-deps.ts";
import { createKeyHandlers } from "./keys.ts";
import { createListHandlers } from "./listing.ts";
import { createPictureHandlers } from "./pictures.ts";
import { createProofHandlers } from "./proofs.ts";
import { createRunHandlers } from "./running.ts";
import { createWatchHandlers } from "./watching.ts";

/** The sessions part of the contract. */
export const createSessionsService = (deps: HandlerDeps): Services["sessions"] => ({
  ...createListHandlers(deps),
  ...createWatchHandlers(deps),
  ...createCreation(deps),
  ...createGranting(deps),
  ...createRunHandlers(deps),
  ...createConnectionHandlers(deps),
  ...createChunkHandlers(deps),
  ...createProofHandlers(deps),
  ...createKeyHandlers(deps),
  ...createPictureHandlers(deps),
});
