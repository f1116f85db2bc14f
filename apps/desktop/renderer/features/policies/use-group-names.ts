import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { useGroups } from "../people/index.ts";
import type { GroupName } from "./rule-words.ts";

/** The groups of this node, for who may know them; others have none to choose. */
export function useGroupNames() {
  const { login } = useApi();
  const enabled = useStore(login.state, (state) => state.account?.permissions.includes("view_all_users") === true);
  const groups = useGroups(enabled).data ?? [];
  const names = new Map<string, string>(groups.map(({ group_id, name }) => [group_id, name]));
  const nameOf: GroupName = (groupId) => names.get(groupId);
  return { knowsPeople: enabled, groups, nameOf };
}
