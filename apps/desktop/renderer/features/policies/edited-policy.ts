import { PolicyDocument, type PolicyRule, SessionPolicy } from "@lucid/contract";

/** A policy as it is begun with: nothing but mouse and keyboard, for everybody, and without a name. */
export function newDocument(): PolicyDocument {
  const actions: PolicyRule["actions"] = ["start_session", "connect_viewer", "connect_rdp"];
  const begun = PolicyDocument.parse({
    name: "new",
    session: SessionPolicy.parse({}),
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    rules: [{ ...newRule([]), rule_id: "everybody", priority: 1, actions }],
  });
  return { ...begun, name: "" };
}

/** A rule with an id that no other has. */
export function newRule(others: readonly PolicyRule[]): PolicyRule {
  const taken = new Set(others.map(({ rule_id }) => rule_id));
  let number = others.length + 1;
  while (taken.has(`rule-${number}`)) number += 1;
  return { rule_id: `rule-${number}`, effect: "allow", priority: 10, actions: ["start_session"], when: [] };
}

export type ConditionField = PolicyRule["when"][number]["field"];
type ConditionOf<Field extends ConditionField> = Extract<PolicyRule["when"][number], { field: Field }>;

/** The first condition of a rule on this field. */
export const conditionOn = <Field extends ConditionField>(rule: PolicyRule, field: Field): ConditionOf<Field> | undefined =>
  rule.when.find((condition): condition is ConditionOf<Field> => condition.field === field);

/** The rule with another condition on this field, or none; the others stay as they are. */
export function withCondition(
  rule: PolicyRule,
  field: ConditionField,
  condition: PolicyRule["when"][number] | undefined,
): PolicyRule {
  const others = rule.when.filter((one) => one.field !== field);
  return { ...rule, when: condition ? [...others, condition] : others };
}
