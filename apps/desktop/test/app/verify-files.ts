import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson } from "@lucid/proof";
import {
  archiveOf,
  buildTestSession,
  buildTestVideoSession,
  bundleBytes,
  deletionOf,
  networkProofOf,
  takeApart,
  testAuthority,
  timeProofOf,
  videoFileOf,
} from "@lucid/testkit";
import type { OwnedNode } from "./start-page-node.ts";
import { boastingSession } from "./verify-steps.ts";

export interface VerifyFiles {
  readonly good: string;
  readonly altered: string;
  readonly cut: string;
  readonly foreign: string;
  readonly redacted: string;
  /** Its program, its gap and its name say what only a verifier may. */
  readonly boasting: string;
  /** What goes beside the foreign recording, and beside none. */
  readonly receipt: string;
  readonly networkProof: string;
  readonly timeProof: string;
  readonly timeRoot: string;
  readonly otherReceipt: string;
  readonly changedReceipt: string;
  readonly proof: string;
  readonly genesis: string;
  readonly chunk: string;
  readonly otherChunk: string;
  readonly text: string;
  /** Its list of chunks takes more memory than a page has. */
  readonly long: string;
  /** Videos: with a proof, with one that was changed, and with none. */
  readonly video: string;
  readonly changedVideo: string;
  readonly bareVideo: string;
}
const outside = testAuthority("Outside");
/** A recording of a node that nobody here knows. */
const foreign = buildTestSession("somebody else");

/** Writes what the verify page is given into a folder: what the node gives out of a recording of its own, and what it does not. */
export async function writeVerifyFiles(folder: string, node: OwnedNode, session_id: string): Promise<VerifyFiles> {
  const keep = async (name: string, bytes: Uint8Array | string): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return path;
  };
  const download = async (what: string): Promise<Uint8Array> =>
    new Uint8Array(await (await node.owner.download(`/sessions/${session_id}/${what}`)).arrayBuffer());

  const whole = await download("bundle");
  const altered = Uint8Array.from(whole);
  // Inside of the last chunk, which is the last part but for SHA256SUMS.
  const inside = Buffer.from(whole).lastIndexOf("LUCIDCHK") + 500;
  altered[inside] = (altered[inside] ?? 0) ^ 1;
  return {
    good: await keep("good.lucid", whole),
    altered: await keep("altered.lucid", altered),
    cut: await keep("cut.lucid", whole.subarray(0, -700)),
    foreign: await keep("foreign.lucid", await bundleBytes(foreign.content())),
    receipt: await keep("receipt.json", canonicalJson(deletionOf(foreign))),
    networkProof: await keep("foreign.network.json", canonicalJson(networkProofOf(foreign))),
    timeProof: await keep("foreign.time.json", canonicalJson(timeProofOf(foreign, outside))),
    timeRoot: await keep("root.der", outside.root.bytes),
    changedReceipt: await keep("changed-receipt.json", canonicalJson(changedDeletion())),
    otherReceipt: await keep("other-receipt.json", canonicalJson(deletionOf(buildTestSession("a third one")))),
    boasting: await keep("boasting\u202e.lucid", await bundleBytes(boastingSession().content())),
    redacted: await keep("redacted.lucid", await download("bundle?redact=1,4")),
    proof: await keep("proof.json", JSON.stringify(await node.owner.client.sessions.chunkProof({ session_id, chunk_id: 2 }))),
    genesis: await keep("genesis.json", JSON.stringify(await node.owner.client.chain.genesis())),
    chunk: await keep("2.chunk", await download("chunks/2/download")),
    otherChunk: await keep("3.chunk", await download("chunks/3/download")),
    long: await keep("long.lucid", withLongManifest(whole)),
    text: await keep("notes.txt", "These are notes, and no recording."),
    ...(await writeVideos(keep)),
  };
}

function changedDeletion() {
  const { receipt, ...signed } = deletionOf(foreign);
  return { ...signed, receipt: { ...receipt, reason: "another reason" } };
}

function withLongManifest(bundle: Uint8Array): Uint8Array {
  const parts = takeApart(bundle);
  const manifestAt = parts.findIndex(({ name }) => name === "manifest.json");
  return archiveOf([...parts.slice(0, manifestAt), { name: "manifest.json", bytes: new Uint8Array(26_000_000) }]);
}

async function writeVideos(
  keep: (name: string, bytes: Uint8Array) => Promise<string>,
): Promise<Pick<VerifyFiles, "video" | "changedVideo" | "bareVideo">> {
  const video = await videoFileOf(buildTestVideoSession("a video", { chunks: 4 }), { chunks: [0, 1, 3] });
  const changed = Buffer.from(video);
  changed.write("X", changed.indexOf("picture 1 of chunk 1"));
  return {
    video: await keep("video.mp4", video),
    changedVideo: await keep("changed.mp4", changed),
    bareVideo: await keep("bare.mp4", video.subarray(0, video.length - changed.subarray(changed.lastIndexOf("uuid") - 4).length)),
  };
}
