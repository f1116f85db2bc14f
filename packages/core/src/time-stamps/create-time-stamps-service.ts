import { timeStampErrors } from "@lucid/contract";
import { type Header, MAX_STAMPS, MAX_TIME_HEADERS, type TimeProof } from "@lucid/proof";
import type { Caller, Services } from "../calls/index.ts";
import type { Networks } from "../lucid-chain/index.ts";
import type { Asking } from "./create-asking.ts";
import type { TimeStampRepository } from "./time-stamp-repository.ts";
import type { createTimeStampViews } from "./time-stamp-views.ts";
import type { TimeStampsSettings } from "./time-stamps.settings.ts";

export interface StampedSessions {
  /** @throws SESSION_NOT_FOUND for one that the caller may not see. */
  find(sessionId: string, caller: Caller): unknown;
  /** The block that holds the session's own anchor. @throws NOT_FINAL, FOREIGN_ANCHOR. */
  anchorBlock(sessionId: string): Header;
}

export interface ServiceDeps {
  readonly asking: Asking;
  readonly views: ReturnType<typeof createTimeStampViews>;
  readonly repository: TimeStampRepository;
  readonly networks: Pick<Networks, "of">;
  readonly sessions: StampedSessions;
  readonly settings: TimeStampsSettings;
}

/** The part of the contract about outside time. */
export function createTimeStampsService(deps: ServiceDeps): Services["timeStamps"] {
  const { asking, views, repository, networks, sessions, settings } = deps;
  return {
    status: () => views.status(),
    async ask() {
      if (settings.time_authorities.length === 0) throw timeStampErrors.TIME_NONE();
      if (!(await asking.askAll())) throw timeStampErrors.TIME_TOO_EARLY();
      return views.status();
    },
    proof({ session_id }, caller) {
      sessions.find(session_id, caller);
      const { network, height } = sessions.anchorBlock(session_id);
      const stamps = repository.covering(network, height, height + MAX_TIME_HEADERS, MAX_STAMPS);
      const last = stamps.at(-1);
      const chain = networks.of(network);
      if (last === undefined || chain === undefined) throw timeStampErrors.TIME_PROOF();
      const proof: TimeProof = {
        ...{ format: "lucid-time-proof", version: 1, network, headers: chain.read.headers(height + 1, last.height) },
        stamps: stamps.map((stamp) => ({ height: stamp.height, token: Buffer.from(stamp.token).toString("hex") })),
      };
      return proof;
    },
  };
}
