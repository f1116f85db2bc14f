import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";

/** What the counts of whom an action concerns are old after. */
const COUNT_EVERY_MS = 5_000;

/** The state of the emergency actions, a page of those that are over, and what may be done. */
export function useEmergency(page: number) {
  const { emergency, ownNodes } = useApi().queries;
  const cache = useQueryClient();
  const onSettled = () => cache.invalidateQueries({ queryKey: emergency.key() });
  return {
    status: useQuery(
      emergency.status.queryOptions({ input: { page }, refetchInterval: COUNT_EVERY_MS, placeholderData: keepPreviousData }),
    ),
    nodes: useQuery(ownNodes.list.queryOptions({ refetchInterval: COUNT_EVERY_MS })),
    lockdown: useMutation(emergency.lockdown.mutationOptions({ onSettled })),
    stopSessions: useMutation(emergency.stopSessions.mutationOptions({ onSettled })),
    disableSessions: useMutation(emergency.disableSessions.mutationOptions({ onSettled })),
    enableSessions: useMutation(emergency.enableSessions.mutationOptions({ onSettled })),
    shutdown: useMutation(emergency.shutdown.mutationOptions({ onSettled })),
    backup: useMutation(emergency.backup.mutationOptions({ onSettled })),
    approve: useMutation(emergency.approve.mutationOptions({ onSettled })),
    decline: useMutation(emergency.decline.mutationOptions({ onSettled })),
    lift: useMutation(emergency.lift.mutationOptions({ onSettled })),
  };
}
export type UseEmergency = ReturnType<typeof useEmergency>;
