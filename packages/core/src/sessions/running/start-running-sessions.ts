import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { requireNotStarting, requireStartable } from "./admission.ts";
import { createEnding } from "./ending.ts";
import { createPausing } from "./pausing.ts";
import { recoverSessions } from "./recover-sessions.ts";
import { createRetrying } from "./retrying.ts";
import type { RunningSessions, RunningSessionsDeps, RunningSessionsOptions } from "./running-sessions.ts";
import { createStarting } from "./starting.ts";
import { createTakeIn } from "./taking-in.ts";

/** Brings to an end what an earlier run left open, and is then ready to start sessions. */
export async function startRunningSessions(deps: RunningSessionsDeps, options: RunningSessionsOptions): Promise<RunningSessions> {
  const { open, proving } = deps;
  const ending = createEnding(deps);
  const starting = createStarting(deps, options, ending, createTakeIn(deps, ending));

  if (deps.hosting) await clearFolder(options.runDirectory);
  await recoverSessions({ ...deps, seal: proving.seal });
  proving.anchoring.resume();

  return {
    live: open.live,
    requireNotStarting: (sessionId) => requireNotStarting(open, sessionId),
    requireStartable: (sessionId, grantSignature) =>
      void requireStartable(deps, options, open.required(sessionId), grantSignature),
    isStarting: (sessionId) => open.opening.has(sessionId),
    start: starting.start,
    cancel: starting.cancel,
    stop: ending.stop,
    async endAll(why) {
      await Promise.all([starting.undoAll(why), ending.stopAll("stopped", why)]);
      // One that was open before it heard of the end.
      await ending.stopAll("stopped", why);
    },
    async endOf(userId, why) {
      const ofAccount = (sessionId: string): boolean => open.places.get(sessionId) === userId;
      await Promise.all([starting.undoAll(why, ofAccount), ending.stopAll("stopped", why, ofAccount)]);
      await ending.stopAll("stopped", why, ofAccount);
    },
    recheckClients(userId) {
      for (const [sessionId, { desktop }] of open.live) if (open.places.get(sessionId) === userId) desktop.recheckClients();
    },
    ...createPausing(deps),
    ...createRetrying(deps),
    async [Symbol.asyncDispose]() {
      open.closing.abort();
      await Promise.all([starting.undoAll({ code: "start-stopped", data: {} }), ending.stopAll("interrupted")]);
      // One that was open before it heard of the end.
      await ending.stopAll("interrupted");
      ending[Symbol.dispose]();
    },
  };
}

/** At the start no session runs: what is in there is of sessions whose node was killed before it had noted anything. */
async function clearFolder(path: string): Promise<void> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  for (const name of names) await rm(join(path, name), { recursive: true, force: true });
}
