import type { OfferFault } from "@lucid/contract";
import { utf8, witness } from "@lucid/proof";
import type { Posted } from "../outgoing/index.ts";
import type { History } from "./history.ts";

/** A witness of the setting network_witnesses. */
export interface OfferedWitness {
  /** Submission prefix. */
  readonly url: string;
  readonly key: witness.NoteKey;
}

/** What of an answer counts; undefined where the name of the witness leads nowhere. */
export type PostText = (url: URL, body: Uint8Array) => Promise<Posted | undefined>;

export type Offered =
  /** `checkpoint` is the note with the cosignature, `at` the witness's own time in Unix seconds. */
  | { readonly ok: true; readonly size: number; readonly checkpoint: string; readonly at: number }
  | { readonly ok: false; readonly fault: OfferFault };

const failed = (fault: OfferFault): Offered => ({ ok: false, fault });
/** How the way to a witness fails. */
const WAYS = ["connection", "tls", "tor", "timeout", "redirect"] as const satisfies readonly OfferFault[];

/** Offers a checkpoint once. `known` is the size that the witness is thought to know; where it knows another one, it says so and is asked again. */
export async function offerCheckpoint(
  { url, key }: OfferedWitness,
  { note, history, known }: { readonly note: string; readonly history: History; readonly known: number },
  post: PostText,
): Promise<Offered> {
  const { size } = history.head();
  const ask = (from: number): Promise<Posted | undefined> =>
    post(new URL(`${url}/add-checkpoint`), witness.writeAddCheckpoint(from, history.path(from, size), note));
  let posted = await ask(known);
  if (posted?.status === 409) {
    const told = sizeIn(posted.answer);
    if (told === undefined) return failed("answer");
    if (told > size) return failed("ahead");
    if (told === known) return failed("conflict");
    posted = await ask(told);
  }
  if (posted === undefined) return failed("name");
  if (posted.status === 409 || posted.status === 422) return failed("conflict");
  if (posted.status === 404) return failed("unknown");
  if (posted.error !== null) return failed(WAYS.find((way) => way === posted.error) ?? "status");
  return cosignedBy(key, note, posted.answer, size);
}

function cosignedBy(key: witness.NoteKey, note: string, answer: Uint8Array | undefined, size: number): Offered {
  const checkpoint = note + new TextDecoder().decode(answer);
  const read = witness.readCheckpoint(utf8(checkpoint));
  if (!read.ok) return failed("answer");
  const at = witness.readCosignature(read.value, key);
  return at.ok && at.value !== undefined ? { ok: true, size, checkpoint, at: at.value } : failed("signature");
}

function sizeIn(answer: Uint8Array | undefined): number | undefined {
  const text = new TextDecoder().decode(answer);
  return text.endsWith("\n") ? witness.readSize(text.slice(0, -1)) : undefined;
}
