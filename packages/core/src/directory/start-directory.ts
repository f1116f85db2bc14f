import type { Area } from "../calls/index.ts";
import { createDirectoryService, type DirectoryDeps } from "./create-directory-service.ts";

/** All accounts, as those see them who look after people. */
export const startDirectory = (deps: DirectoryDeps): Area => ({
  services: { directory: createDirectoryService(deps) },
  [Symbol.asyncDispose]: async () => undefined,
});
