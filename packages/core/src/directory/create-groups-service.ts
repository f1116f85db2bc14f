import { type AccountGroup, commonErrors, GroupId, paginate, peopleErrors } from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import { type Caller, requirePrincipal, type Services } from "../calls/index.ts";
import { type GroupRepository, type GroupRow, type Management, toListedAccount } from "../people/index.ts";
import type { PoliciesArea } from "../policies/index.ts";

export interface GroupsDeps {
  readonly clock: Pick<Clock, "now">;
  readonly randomness: Pick<Randomness, "uuid">;
  readonly groups: GroupRepository;
  readonly management: Pick<Management, "demand">;
  readonly policies: Pick<PoliciesArea, "naming">;
}

/** The list of groups has no pages. */
const MAX_GROUPS = 200;

/** Named sets of accounts. Who belongs to one is no more for oneself to decide than a role is. */
export function createGroupsService({ clock, randomness, groups, management, policies }: GroupsDeps): Services["groups"] {
  /** @throws NOT_FOUND. */
  function found(groupId: string): GroupRow {
    const row = groups.find(groupId);
    if (!row) throw commonErrors.NOT_FOUND();
    return row;
  }

  function demandFreeName(name: string, groupId?: string): void {
    const holder = groups.nameHolder(name);
    if (holder !== undefined && holder !== groupId) {
      throw commonErrors.ALREADY_EXISTS(undefined, { message: "Another group has this name" });
    }
  }

  function changeMembers(groupId: string, userId: string, caller: Caller, change: (row: GroupRow) => void): AccountGroup {
    const row = found(groupId);
    management.demand(requirePrincipal(caller), userId, "manage_users");
    change(row);
    return shown(found(groupId));
  }

  return {
    list: () => ({ groups: groups.all().map(shown) }),
    create(input, caller) {
      demandFreeName(input.name);
      if (groups.all().length >= MAX_GROUPS) throw peopleErrors.TOO_MANY_GROUPS({ limit: MAX_GROUPS });
      const { name, description } = wellFormed(input);
      const row = { group_id: randomness.uuid(), name, description, created_at: clock.now() };
      groups.insert(row);
      caller.identify({ target: row.group_id });
      return shown({ ...row, members: 0 });
    },
    change(input, caller) {
      const before = found(input.group_id);
      caller.identify({ target: before.group_id });
      const { name = before.name, description = before.description } = input;
      demandFreeName(name, before.group_id);
      groups.update({ group_id: before.group_id, ...wellFormed({ name, description }) });
      return shown(found(before.group_id));
    },
    remove(input, caller) {
      const { group_id } = found(input.group_id);
      caller.identify({ target: group_id });
      const naming = policies.naming(group_id);
      if (naming.length > 0) throw peopleErrors.GROUP_IN_USE({ policies: [...naming] });
      groups.remove(group_id);
      return { message: "The group is gone; who was in it stays" };
    },
    members(input) {
      const { group_id, members } = found(input.group_id);
      const page = groups.members(group_id, input.limit, (input.page - 1) * input.limit);
      return { users: page.map(toListedAccount), pagination: paginate(input, members) };
    },
    addMember: (input, caller) =>
      changeMembers(input.group_id, input.user_id, caller, ({ group_id }) => groups.add(group_id, input.user_id, clock.now())),
    removeMember: (input, caller) =>
      changeMembers(input.group_id, input.user_id, caller, ({ group_id }) => groups.take(group_id, input.user_id)),
  };
}

const wellFormed = (text: { readonly name: string; readonly description: string }) => ({
  name: text.name.toWellFormed(),
  description: text.description.toWellFormed(),
});

const shown = (row: GroupRow): AccountGroup => ({
  ...row,
  group_id: GroupId.parse(row.group_id),
  created_at: new Date(row.created_at).toISOString(),
});
