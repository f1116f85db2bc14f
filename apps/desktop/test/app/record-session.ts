import type { Session } from "@lucid/contract";
import { sealPicture, unwrapDataKey } from "@lucid/identity";
import { sessionOf, startSession, until } from "../node/test-node.ts";
import type { OwnedNode } from "./start-page-node.ts";

type SessionId = Session["session_id"];

export interface RecordingPlan {
  readonly name?: string;
  /** Chunks of ten seconds before and after a pause of 30 s. */
  readonly takes?: readonly [number, number];
  /** Chunks in which nobody does anything. */
  readonly idle?: readonly number[];
  /** Who can open it, in the owner's place. */
  readonly recipients?: readonly string[];
}

const CHUNK_S = 10;
/** The start of a take brings its first half second. */
const START_S = 0.5;

/** A session that is recorded with a pause, sealed, and final: red before the pause, blue after it. */
export async function recordSession(node: OwnedNode, plan: RecordingPlan = {}): Promise<Session> {
  const { takes: [first, second] = [3, 3] } = plan;
  const id = await startSession(node.owner, { name: plan.name ?? "Quarterly patch window" }, plan.recipients);
  await recordChunks(node, id, { from: 0, to: first, idle: plan.idle ?? [] });
  await pauseFor30s(node, id, first);
  await recordChunks(node, id, { from: first, to: first + second, idle: plan.idle ?? [] });
  return sealSession(node, id);
}

/** Records whole chunks from the start of a take on; the last one is closed by what comes next. */
export async function recordChunks(
  node: OwnedNode,
  id: SessionId,
  { from, to, idle = [] }: { readonly from: number; readonly to: number; readonly idle?: readonly number[] },
): Promise<void> {
  for (let index = from; index < to; index += 1) {
    const seconds = CHUNK_S - (index === from ? START_S : 0);
    await (idle.includes(index) ? node.time.pass(seconds) : node.work(seconds));
  }
  await storedChunks(node, id, to - 1);
}

/** A break of 30 s after so many chunks, which are all stored before it goes on. */
export async function pauseFor30s(node: OwnedNode, id: SessionId, chunks: number): Promise<void> {
  const { sessions } = node.owner.client;
  await sessions.pause({ session_id: id, reason: "break" });
  await storedChunks(node, id, chunks);
  await node.time.pass(30);
  await sessions.resume({ session_id: id });
}

/** Waits until so many chunks are stored. */
export const storedChunks = (node: OwnedNode, id: SessionId, count: number): Promise<Session> =>
  until(sessionOf(node.owner, id), ({ chunk_count }) => chunk_count >= count);

export async function sealSession(node: OwnedNode, id: SessionId): Promise<Session> {
  await node.owner.client.sessions.stop({ session_id: id });
  return finalSession(node, id);
}

/**
 * Lets time pass until the session's anchor is final. Not before it is sealed: chunks come to the disk in their own
 * time, and a session that ends gives up what is late by the node's.
 */
export async function finalSession(node: OwnedNode, id: SessionId): Promise<Session> {
  await until(sessionOf(node.owner, id), ({ manifest_hash }) => manifest_hash !== null);
  for (;;) {
    // Its chunks are sealed by workers in real time: a time that ran ahead of them would have them given up.
    const session = await until(sessionOf(node.owner, id), ({ state }) => state !== "processing");
    if (session.anchor.status === "final") return session;
    await node.time.pass(1);
  }
}

/** Gives a recording a picture, so that no page makes one: the chunks that a page asks for are the player's then. */
export async function keepPicture({ owner }: OwnedNode, { session_id }: Session): Promise<void> {
  const { envelopes } = await owner.client.sessions.keys({ session_id });
  const dataKey = await unwrapDataKey(Buffer.from(envelopes[0]?.envelope ?? "", "base64"), owner.identity);
  const sealed = Buffer.from(sealPicture(ONE_PIXEL, dataKey, session_id)).toString("base64");
  await owner.client.sessions.setPicture({ session_id, sealed });
}

const ONE_PIXEL = Buffer.from("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==", "base64");
