import type { Area } from "../calls/index.ts";
import type { SteadyTime } from "../ground/index.ts";
import { createDirectoryService, type DirectoryDeps } from "./create-directory-service.ts";

/** All accounts, as those see and change them who look after people. */
export const startDirectory = ({ time }: { readonly time: { readonly steady: SteadyTime } }, deps: DirectoryDeps): Area => ({
  services: { directory: createDirectoryService(deps, time.steady) },
  [Symbol.asyncDispose]: async () => undefined,
});
