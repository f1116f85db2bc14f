import { commonErrors } from "@lucid/contract";
import { networkOf } from "../../ground/index.ts";
import { createShares } from "./shares.ts";

/** A page follows one stream for itself and one for each session it shows; a person has a few pages open. */
export const STREAMS = 20;

/** Streams of events, or viewers, that may be open at once: so many of one account, or of one network without an account. */
export interface OpenStreams {
  /** Counts one more until the returned value is disposed. @throws TOO_MANY_STREAMS. */
  open(who: { readonly userId: string | undefined; readonly ip: string }): Disposable;
}

export function createOpenStreams(limit: number): OpenStreams {
  const shares = createShares(limit);
  return {
    open({ userId, ip }) {
      const share = shares.take(userId === undefined ? `ip:${networkOf(ip)}` : `user:${userId}`);
      if (!share) throw commonErrors.TOO_MANY_STREAMS({ limit });
      return share;
    },
  };
}
