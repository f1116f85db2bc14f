import { z } from "zod";
import { sessionErrors } from "../sessions/sessions.errors.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { SessionId } from "../shared/shared.schema.ts";
import { witnessErrors } from "./witness.errors.ts";
import { WitnessStatus } from "./witness.schema.ts";

const tags = ["witness"];
const { SESSION_NOT_FOUND } = sessionErrors.spec;
const { WITNESS_PROOF } = witnessErrors.spec;

export const witnessContract = {
  status: procedure("view_blockchain_info")
    .route({
      method: "GET",
      path: "/witness",
      tags,
      summary: "Logs that this node watches as a witness, and what it cosigned last",
    })
    .input(Nothing)
    .output(WitnessStatus),
  clear: procedure("manage_system_config", { rate: "admin" })
    .route({
      method: "POST",
      path: "/witness/clear",
      tags,
      summary: "Forget the conflicts that were looked into; what was cosigned stays, and goes on",
    })
    .input(Nothing)
    .output(WitnessStatus),
  proof: procedure("view_own_sessions", { errors: [SESSION_NOT_FOUND, WITNESS_PROOF] })
    .route({
      method: "GET",
      path: "/sessions/{session_id}/witness-proof",
      tags,
      summary: "Which witnesses saw the history of the network that a recording is final in: goes with its network proof",
    })
    .input(z.strictObject({ session_id: SessionId }))
    .output(z.record(z.string(), z.unknown())),
};
