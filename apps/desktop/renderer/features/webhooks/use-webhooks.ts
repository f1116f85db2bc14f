import { useMutation, useQuery } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";

/** The webhooks of the node, and what is done to them; the stream of events says when they changed. */
export function useWebhooks() {
  const { webhooks } = useApi().queries;
  return {
    list: useQuery(webhooks.list.queryOptions()),
    create: useMutation(webhooks.create.mutationOptions()),
    update: useMutation(webhooks.update.mutationOptions()),
    remove: useMutation(webhooks.remove.mutationOptions()),
    rotate: useMutation(webhooks.rotateSecret.mutationOptions()),
    test: useMutation(webhooks.test.mutationOptions()),
  };
}
export type Webhooks = ReturnType<typeof useWebhooks>;
