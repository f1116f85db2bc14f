import { Nothing, procedure } from "../shared/procedure.ts";
import { WitnessStatus } from "./witness.schema.ts";

const tags = ["witness"];

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
};
