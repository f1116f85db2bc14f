import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";

export const databaseErrors = errorCatalog({
  DATABASE_NOT_FOUND: {
    code: "LUCID_DATABASE_ERR_2501",
    status: 404,
    retryable: false,
    message: "The node has no such database",
  },
  DATABASE_NOT_READ: {
    code: "LUCID_DATABASE_ERR_2502",
    status: 503,
    retryable: true,
    message: "The database could not be read or written now",
    data: z.object({ reason: z.string() }),
  },
});
