import { Nothing, procedure } from "../shared/procedure.ts";
import { TronStatus } from "./tron.schema.ts";

const tags = ["tron"];

export const tronContract = {
  networkStatus: procedure("account")
    .route({
      method: "GET",
      path: "/tron/network/status",
      tags,
      summary: "Which TRON network payments go through, and how it is",
    })
    .input(Nothing)
    .output(TronStatus),
};
