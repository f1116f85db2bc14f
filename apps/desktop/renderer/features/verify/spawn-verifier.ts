import type { SpawnVerifier } from "./verify-in-worker.ts";

/** The verifier's worker as a file beside the application's page. verify.html carries its own inside. */
export const spawnVerifier: SpawnVerifier = () =>
  new Worker(new URL("./verifier.worker.ts", import.meta.url), { type: "module", name: "verifier" });
