import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";

export const noteErrors = errorCatalog({
  NOTE_NOT_FOUND: {
    code: "LUCID_NOTES_ERR_4601",
    status: 404,
    retryable: false,
    message: "No such note",
  },
  TOO_MANY_NOTES: {
    code: "LUCID_NOTES_ERR_4602",
    status: 409,
    retryable: false,
    message: "This session has as many notes as it may have: remove one first",
    data: z.object({ limit: z.int() }),
  },
  NOTE_OF_SOMEBODY_ELSE: {
    code: "LUCID_NOTES_ERR_4603",
    status: 403,
    retryable: false,
    message: "Only its author changes a note",
  },
});
