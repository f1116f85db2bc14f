import type { FieldIssue, FieldRule } from "@lucid/contract";
import type { ValidationError } from "@orpc/contract";
import type { core } from "zod";

type Issue = ValidationError["issues"][number];

/** What a schema says of one field, as it goes over the wire. */
export function fieldIssue(issue: Issue): FieldIssue {
  const { path, message } = issue;
  const rule = isZodIssue(issue) ? ruleOf(issue) : undefined;
  return {
    path: (path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join("."),
    message,
    ...(rule && { rule }),
  };
}

const isZodIssue = (issue: object): issue is core.$ZodIssue => "code" in issue;

function ruleOf(issue: core.$ZodIssue): FieldRule | undefined {
  switch (issue.code) {
    case "too_small":
      return { code: "at-least", limit: Number(issue.minimum), of: measureOf(issue.origin) };
    case "too_big":
      return { code: "at-most", limit: Number(issue.maximum), of: measureOf(issue.origin) };
    case "invalid_type":
      return { code: "kind", expected: issue.expected };
    case "invalid_format":
      return { code: "form" };
    case "invalid_value":
      return { code: "choice", values: issue.values.map(String) };
    case "unrecognized_keys":
      return { code: "unknown-field", fields: [...issue.keys] };
    default:
      return undefined;
  }
}

function measureOf(origin: string): "letters" | "entries" | "number" {
  if (origin === "string") return "letters";
  return origin === "array" || origin === "set" || origin === "map" ? "entries" : "number";
}
