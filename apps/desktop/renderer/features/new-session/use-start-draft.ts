import type { Session } from "@lucid/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { requestWallet } from "../wallet/index.ts";
import { allowAndStart } from "./start-session.ts";

/** Has the owner's wallet allow the recording of a draft, and opens its desktop. Undefined when the wallet stays locked. */
export function useStartDraft() {
  const { client, queries } = useApi();
  const cache = useQueryClient();
  return useMutation({
    async mutationFn(draft: Session) {
      const wallet = await requestWallet();
      return wallet && (await allowAndStart(client, draft, wallet));
    },
    onSettled: () => cache.invalidateQueries({ queryKey: queries.sessions.key() }),
  });
}
