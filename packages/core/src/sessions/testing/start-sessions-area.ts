import { createMemoryChunkStore, createSealer } from "@lucid/pipeline";
import { z } from "zod";
import type { Ground } from "../../ground/index.ts";
import { startLucidChain } from "../../lucid-chain/index.ts";
import { startPeople } from "../../people/index.ts";
import { startPolicies } from "../../policies/index.ts";
import { sessionsSettings } from "../sessions.settings.ts";
import { startSessions } from "../start-sessions.ts";
import { createSessionRepository } from "../stored/session-repository.ts";

/** The area over a real ground and chain, on a machine that hosts no desktops, without anybody's login. */
export async function startSessionsArea(ground: Ground, { blockInterval = 10 } = {}) {
  const stack = new AsyncDisposableStack();
  const lucidChain = stack.use(await startLucidChain(ground, { blockInterval }));
  const { accounts, groups, people } = stack.use(startPeople(ground, { audit: { record: () => undefined } }));
  const policies = stack.use(startPolicies(ground, { accounts, groups, people, audit: { record: () => undefined } }));
  const area = stack.use(
    await startSessions(
      ground,
      {
        ...lucidChain,
        desktops: { host: undefined, install: "", hosting: { able: false, missing: [], encoder: null, sandbox: "none" } },
        store: createMemoryChunkStore(),
        sealer: createSealer(),
        logins: { onEnded: () => ({ [Symbol.dispose]: () => undefined }) },
        people: { getUser: () => undefined },
        rules: policies.rules,
        requirePaid: () => undefined,
      },
      z.object(sessionsSettings).parse({}),
    ),
  );
  const requests = stack.use(policies.startRequests(area.find));
  const sessions = area.services?.sessions;
  if (!sessions) throw new Error("The area of sessions has no service");
  const { insert } = createSessionRepository(ground.db);
  return { ...lucidChain, area, policies, requests, sessions, insert, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
