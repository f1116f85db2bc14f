import type { PayoutDocumentFile } from "@lucid/contract";
import { useMutation } from "@tanstack/react-query";
import { saveFile } from "../../shared/files/save-file.ts";

/** Fetches a proof or a statement, and hands exactly its bytes to the person. */
export const useSaveDocument = <Input>(fetch: (input: Input) => Promise<PayoutDocumentFile>) =>
  useMutation({
    async mutationFn(input: Input) {
      const { filename, content } = await fetch(input);
      saveFile(new Blob([content], { type: "application/json" }), filename);
    },
  });
