import { z } from "zod";
import { commonErrors } from "../shared/common.errors.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { Message } from "../shared/shared.schema.ts";
import { apiKeyErrors } from "./api-keys.errors.ts";
import { ApiKey, ApiKeyId, NewApiKey } from "./api-keys.schema.ts";

const tags = ["auth"];
const { API_KEY_LIMIT, SCOPE_NOT_HELD } = apiKeyErrors.spec;

export const apiKeysContract = {
  list: procedure("api_gateway_access", { personOnly: true })
    .route({ method: "GET", path: "/auth/api-keys", tags, summary: "Your API keys, newest first" })
    .input(Nothing)
    .output(z.object({ keys: z.array(ApiKey) })),
  create: procedure("api_gateway_access", {
    changes: "api_keys",
    personOnly: true,
    fresh: true,
    errors: [API_KEY_LIMIT, SCOPE_NOT_HELD],
  })
    .route({
      method: "POST",
      path: "/auth/api-keys",
      tags,
      summary: "Make an API key; its secret is in this answer only",
      successStatus: 201,
    })
    .input(NewApiKey)
    .output(z.object({ key: ApiKey, secret: z.string() })),
  revoke: procedure("api_gateway_access", {
    changes: "api_keys",
    personOnly: true,
    errors: [commonErrors.spec.NOT_FOUND],
  })
    .route({ method: "DELETE", path: "/auth/api-keys/{key_id}", tags, summary: "End an API key" })
    .input(z.strictObject({ key_id: ApiKeyId }))
    .output(Message),
};
