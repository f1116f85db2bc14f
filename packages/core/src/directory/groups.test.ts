import { GroupId, PolicyDocument, PolicyId, peopleErrors, UserId } from "@lucid/contract";
import { expect, it } from "vitest";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { startPeople } from "../people/index.ts";
import { startPolicies } from "../policies/index.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { startDirectory } from "./start-directory.ts";

const refused = (code: string) => expect.objectContaining({ code });

async function openGroups() {
  const stack = new AsyncDisposableStack();
  const ground = stack.use(await openTestGround());
  const audit = { record: () => undefined };
  const people = stack.use(startPeople(ground, { audit }));
  const policies = stack.use(startPolicies(ground, { ...people, audit }));
  const logins = { openOf: () => [], endAllOf: () => 0 };
  const sessions = {
    ...{ usageOf: () => ({ count: 0, size_bytes: 0 }), openOf: () => 0, removeDrafts: async () => undefined },
    ...{ endOf: async () => undefined, recheckClients: () => undefined },
  };
  const area = stack.use(await startDirectory(ground, [], { ...people, logins, sessions, policies }));
  const groups = area.services?.groups;
  if (!groups) throw new Error("The area has no groups");
  const owner = people.accounts.create("TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC", "SUPER_ADMIN");
  const ada = UserId.parse(people.accounts.create("TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", "USER").user_id);
  const caller = testCaller(owner.user_id, ["manage_users"]);
  const make = async (name: string): Promise<GroupId> =>
    GroupId.parse((await groups.create({ name, description: "" }, caller)).group_id);
  return { people, policies, groups, owner, ada, caller, make, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

it("has members, each once, of whom nobody is lost with it", async () => {
  await using test = await openGroups();
  const { groups, caller, ada } = test;
  const group_id = await test.make("Operators");
  expect(await groups.addMember({ group_id, user_id: ada }, caller)).toMatchObject({ members: 1 });
  expect(await groups.addMember({ group_id, user_id: ada }, caller)).toMatchObject({ members: 1 });
  const page = { group_id, page: 1, limit: 20 };
  expect(await groups.members(page, caller)).toMatchObject({ users: [{ user_id: ada }], pagination: { total: 1 } });
  expect(test.people.groups.ofAccount(ada)).toMatchObject([{ group_id, name: "Operators" }]);
  expect(await groups.removeMember({ group_id, user_id: ada }, caller)).toMatchObject({ members: 0 });
  await groups.addMember({ group_id, user_id: ada }, caller);
  await groups.remove({ group_id }, caller);
  expect(await groups.list(undefined, caller)).toEqual({ groups: [] });
  expect(test.people.accounts.find(ada)?.status).toBe("active");
});

it("is listed by its name, and by the size of the numbers in it", async () => {
  await using test = await openGroups();
  for (const name of ["Group 10", "zebra", "Group 2", "group 1", "Ångström"]) await test.make(name);
  const inOrder = ["Ångström", "group 1", "Group 2", "Group 10", "zebra"];
  const { groups } = await test.groups.list(undefined, test.caller);
  expect(groups.map(({ name }) => name)).toEqual(inOrder);
  for (const { group_id } of groups)
    await test.groups.addMember({ group_id: GroupId.parse(group_id), user_id: test.ada }, test.caller);
  expect(test.people.groups.ofAccount(test.ada).map(({ name }) => name)).toEqual(inOrder);
});

it("has a name that no other group has in any spelling", async () => {
  await using test = await openGroups();
  const { groups, caller } = test;
  const group_id = await test.make("Operators");
  await expect(test.make("OPERATORS")).rejects.toThrow(refused("LUCID_ERR_4002"));
  expect(await groups.change({ group_id, name: "operators", description: "On call" }, caller)).toMatchObject({
    name: "operators",
    description: "On call",
  });
});

it("is nothing that one joins by oneself, and loses a member whose account is deleted", async () => {
  await using test = await openGroups();
  const { groups, caller, ada, owner, people } = test;
  const group_id = await test.make("Operators");
  const own = () => groups.addMember({ group_id, user_id: UserId.parse(owner.user_id) }, caller);
  expect(own).toThrow(refused("LUCID_PEOPLE_ERR_4702"));
  await groups.addMember({ group_id, user_id: ada }, caller);
  people.accounts.erase(ada, owner.user_id);
  expect(await groups.list(undefined, caller)).toMatchObject({ groups: [{ members: 0 }] });
  expect(() => groups.addMember({ group_id, user_id: ada }, caller)).toThrow(refused("LUCID_PEOPLE_ERR_4704"));
});

it("is not removed while rules of the node's policies name it, who would be free of what they forbid", async () => {
  await using test = await openGroups();
  const { groups, caller, ada, owner } = test;
  const [group_id, other] = [await test.make("Contractors"), await test.make("Others")];
  await groups.addMember({ group_id, user_id: ada }, caller);
  const policies = test.policies.services?.policies;
  if (!policies) throw new Error("The area has no policies");
  const holder = testCaller(owner.user_id, ["manage_trust_policies", "view_trust_policies"]);
  const principal = holder.principal && { ...holder.principal, role: "SUPER_ADMIN" as const };
  const everywhere = (named: GroupId) =>
    PolicyDocument.parse({
      name: "Nothing leaves with contractors",
      applies: "everywhere",
      session: null,
      rules: [
        {
          ...{ rule_id: "no-copy", effect: "deny", priority: 9, actions: ["copy_out"] },
          when: [{ field: "group", op: "in", value: [named] }],
        },
      ],
    });
  const by = { ...holder, principal };
  const { policy_id, current } = await policies.create({ kind: "node", document: everywhere(group_id) }, by);
  expect(() => groups.remove({ group_id }, caller)).toThrow(
    expect.objectContaining({
      code: peopleErrors.spec.GROUP_IN_USE.code,
      details: { policies: ["Nothing leaves with contractors"] },
    }),
  );
  expect(await groups.list(undefined, caller)).toMatchObject({ groups: [{ members: 1 }, { members: 0 }] });
  await policies.update({ policy_id: PolicyId.parse(policy_id), based_on: current.version, document: everywhere(other) }, by);
  await groups.remove({ group_id }, caller);
  expect(() => groups.remove({ group_id: other }, caller)).toThrow(refused("LUCID_PEOPLE_ERR_4711"));
  await policies.retire({ policy_id: PolicyId.parse(policy_id) }, by);
  await groups.remove({ group_id: other }, caller);
  expect(await groups.list(undefined, caller)).toEqual({ groups: [] });
});
