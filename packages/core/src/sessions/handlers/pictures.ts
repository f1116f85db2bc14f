import { SESSION_GROUPS, sessionErrors } from "@lucid/contract";
import { type Caller, requirePrincipal } from "../../calls/index.ts";
import { requireState } from "../stored/session-state.ts";
import type { HandlerDeps, Handlers } from "./handler-deps.ts";

type Deps = Pick<HandlerDeps, "clock" | "repository" | "access" | "views" | "people">;

/** A sealed picture beside a recording. The node keeps bytes that it cannot read, for those whom the data key was wrapped for. */
export function createPictureHandlers(deps: Deps): Handlers<"picture" | "setPicture"> {
  const { clock, repository, access, views, people } = deps;

  /** @throws NOT_A_RECIPIENT unless an envelope of the data key names the caller's own recipient. */
  function requireRecipient(sessionId: string, caller: Caller): void {
    const recipient = people.getUser(requirePrincipal(caller).userId)?.recipient;
    const isOne = recipient && repository.envelopes(sessionId).some(({ recipients }) => recipients.includes(recipient));
    if (!isOne) throw sessionErrors.NOT_A_RECIPIENT();
  }

  return {
    picture(input, caller) {
      const { sessionId } = access.visible(input.session_id, caller);
      const sealed = repository.picture(sessionId);
      if (!sealed) throw sessionErrors.NO_PICTURE();
      requireRecipient(sessionId, caller);
      return { sealed: Buffer.from(sealed).toString("base64") };
    },
    setPicture(input, caller) {
      const { sessionId, state } = access.visible(input.session_id, caller);
      requireState(state, ...SESSION_GROUPS.records);
      requireRecipient(sessionId, caller);
      repository.setPicture(sessionId, Buffer.from(input.sealed, "base64"), clock.now());
      return views.fresh(sessionId);
    },
  };
}
