import { commonErrors, sessionErrors } from "@lucid/contract";
import type { HandlerDeps, Handlers } from "./handler-deps.ts";

type Deps = Pick<HandlerDeps, "clock" | "repository" | "access">;

/** Each goes into every bundle. */
const MAX_ENVELOPES = 100;
/** The first line of every age file. */
const AGE_MAGIC = Buffer.from("age-encryption.org/v1\n");

const notAge = (): Error =>
  commonErrors.INVALID_REQUEST({ issues: [{ path: "envelope", message: "not a file in the age format" }] });

/** A session's data key, wrapped for those who may open the recording. */
export function createKeyHandlers({ clock, repository, access }: Deps): Handlers<"keys" | "addKey"> {
  function keysOf(sessionId: string) {
    return {
      envelopes: repository.envelopes(sessionId).map((key) => ({
        envelope: Buffer.from(key.envelope).toString("base64"),
        recipients: [...key.recipients],
        added_at: new Date(key.addedAt).toISOString(),
      })),
    };
  }

  return {
    keys: (input, caller) => keysOf(access.visible(input.session_id, caller).sessionId),
    addKey(input, caller) {
      const record = access.owned(input.session_id, caller);
      const known = repository.envelopes(record.sessionId).length;
      if (known === 0) throw sessionErrors.SESSION_STATE({ status: record.state, allowed: ["recording"] });
      if (known >= MAX_ENVELOPES)
        throw commonErrors.NOT_ALLOWED(undefined, { message: `A session has at most ${MAX_ENVELOPES} wrapped keys` });
      const envelope = Buffer.from(input.envelope, "base64");
      if (!envelope.subarray(0, AGE_MAGIC.length).equals(AGE_MAGIC)) throw notAge();
      repository.addEnvelope(record.sessionId, { envelope, recipients: input.recipients }, clock.now());
      return keysOf(record.sessionId);
    },
  };
}
