import type { Session } from "@lucid/contract";
import { sessionOf, startSession, until } from "../node/test-node.ts";
import { finalSession, recordSession, storedChunks } from "./record-session.ts";
import type { OwnedNode } from "./start-page-node.ts";

/** The list of the design's sketch: sessions of all kinds, the newest ones live. */
export async function makeSketchedSessions(node: OwnedNode): Promise<void> {
  const { client } = node.owner;
  const consent = { text: "This session is recorded.", accepted: true } as const;
  await recordSession(node, { name: "Lab desktop", takes: [2, 1] });
  await lostSession(node, "Incident 4471");
  await recordSession(node, { name: "Onboarding, desk 12", takes: [1, 1] });
  await recordSession(node, { name: "Quarterly patch window" });
  node.desktops.failNext("The desktop did not start");
  const isStarted = await startSession(node.owner, { name: "Backup rehearsal" }).then(Boolean, () => false);
  if (isStarted) throw new Error("A desktop started that was to fail");
  await client.sessions.create({ name: "Prepared for tomorrow", consent });
  const paused = await startSession(node.owner, { name: "Design review" });
  await node.work(11);
  await client.sessions.pause({ session_id: paused, reason: "break" });
  await startSession(node.owner, { name: "Vendor access, billing db" });
  await node.work(32);
}

/** A session whose desktop crashes while it is recorded. */
export async function lostSession(node: OwnedNode, name: string): Promise<Session> {
  const id = await startSession(node.owner, { name });
  await node.work(12);
  // With nothing stored it would have failed, and not been lost.
  await storedChunks(node, id, 1);
  node.desktops.of(id).crash();
  await until(sessionOf(node.owner, id), ({ state }) => state !== "recording");
  return finalSession(node, id);
}
