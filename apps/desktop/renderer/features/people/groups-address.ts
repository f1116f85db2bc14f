import { GroupId } from "@lucid/contract";

/** What of the groups is shown, as it stands in the address. */
export interface GroupsAddress {
  /** The group that is open beside the list. */
  readonly group?: GroupId;
}

/** Reads an address that anybody may have typed: what means nothing is left out. */
export function readGroupsAddress(search: Readonly<Record<string, unknown>>): GroupsAddress {
  const group = GroupId.safeParse(search["group"]);
  return group.success ? { group: group.data } : {};
}
