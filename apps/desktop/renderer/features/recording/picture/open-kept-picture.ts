import type { SessionId } from "@lucid/contract";
import { openPicture } from "@lucid/identity";
import type { Api } from "../../../shared/api/api.ts";
import { heldIdentity } from "../../wallet/index.ts";
import { fromBase64, unwrapFirst } from "../unwrap-first.ts";

/** The picture that the node keeps of a recording, as an address for an image element; null for whom the recording is not. */
export async function openKeptPicture({ client }: Api, session_id: SessionId, signal: AbortSignal): Promise<string | null> {
  const identity = heldIdentity();
  // Only who opens the key asks for the picture: for others it would be a refusal in the audit log.
  const dataKey = identity && (await unwrapFirst(await client.sessions.keys({ session_id }, { signal }), identity));
  if (!dataKey) return null;
  const { sealed } = await client.sessions.picture({ session_id }, { signal });
  return addressOfPicture(openPicture(fromBase64(sealed), dataKey, session_id));
}

/** As an address of its own type: another recipient may have sealed anything. */
export function addressOfPicture(picture: Uint8Array): string {
  const text = Array.from(picture, (byte) => String.fromCharCode(byte)).join("");
  const type =
    text.startsWith("RIFF") && text.startsWith("WEBP", 8) ? "webp" : text.startsWith("\u00ff\u00d8\u00ff") ? "jpeg" : undefined;
  if (type === undefined) throw new Error("What was kept as the picture is none");
  return `data:image/${type};base64,${btoa(text)}`;
}
