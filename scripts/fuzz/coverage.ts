import { Session } from "node:inspector/promises";

/** Notices when code of this repository runs for the first time. */
export interface Coverage extends AsyncDisposable {
  isNew(): Promise<boolean>;
}

const OURS = new URL("../../packages/", import.meta.url).href;

/** V8 tells of each function and block once: at the first look after it ran. */
export async function openCoverage(): Promise<Coverage> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: false, detailed: true });
  return {
    async isNew() {
      const { result } = await session.post("Profiler.takePreciseCoverage");
      return result.some(({ url, functions }) => url.startsWith(OURS) && functions.length > 0);
    },
    async [Symbol.asyncDispose]() {
      await session.post("Profiler.stopPreciseCoverage");
      session.disconnect();
    },
  };
}
