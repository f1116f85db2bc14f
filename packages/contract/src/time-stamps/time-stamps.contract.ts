import { z } from "zod";
import { sessionErrors } from "../sessions/sessions.errors.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { SessionId } from "../shared/shared.schema.ts";
import { timeStampErrors } from "./time-stamps.errors.ts";
import { TimeStamps } from "./time-stamps.schema.ts";

const tags = ["time"];
const { TIME_NONE, TIME_TOO_EARLY, TIME_PROOF } = timeStampErrors.spec;
const { SESSION_NOT_FOUND, NOT_FINAL, FOREIGN_ANCHOR } = sessionErrors.spec;

export const timeStampsContract = {
  status: procedure("view_blockchain_info")
    .route({ method: "GET", path: "/time-stamps", tags, summary: "Time-stamp authorities of this node, and what they last said" })
    .input(Nothing)
    .output(TimeStamps),
  ask: procedure("manage_system_config", { rate: "admin", errors: [TIME_NONE, TIME_TOO_EARLY] })
    .route({
      method: "POST",
      path: "/time-stamps",
      tags,
      summary: "Ask every authority now for a token over the newest final block, and wait for what comes",
    })
    .input(Nothing)
    .output(TimeStamps),
  proof: procedure("view_own_sessions", { errors: [SESSION_NOT_FOUND, NOT_FINAL, FOREIGN_ANCHOR, TIME_PROOF] })
    .route({
      method: "GET",
      path: "/sessions/{session_id}/time-proof",
      tags,
      summary: "What authorities outside say of a recording's time: goes with its bundle, and is checked offline",
    })
    .input(z.strictObject({ session_id: SessionId }))
    .output(z.record(z.string(), z.unknown())),
};
