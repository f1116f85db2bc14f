import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";

export const configurationErrors = errorCatalog({
  SETTING_CLOSED: {
    code: "LUCID_CONFIGURATION_ERR_1901",
    status: 409,
    retryable: false,
    message: "This setting cannot be changed while the node runs",
    data: z.object({ key: z.string(), closed: z.string() }),
  },
  CHANGE_NOT_FOUND: {
    code: "LUCID_CONFIGURATION_ERR_1902",
    status: 404,
    retryable: false,
    message: "No such change of a setting",
  },
});
