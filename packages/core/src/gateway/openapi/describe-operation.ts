import type { ErrorEntry } from "@lucid/contract";
import { declaredOperation } from "./declared-answers.ts";
import type { DescribedOperation } from "./document.types.ts";
import { refusalResponse } from "./refusals.ts";

export const securitySchemes = {
  bearer: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The access token of a login, valid for 15 minutes, or an API key (lucid_...)",
  },
  authToken: { type: "apiKey", in: "header", name: "X-Auth-Token", description: "The same token, where Authorization is taken" },
  apiKey: { type: "apiKey", in: "header", name: "X-API-Key", description: "An API key (lucid_...)" },
};

/** Adds what the guard asks for, and every refusal that can come, none of which stand in the schemas. */
export function describeOperation(method: string, path: string, operation: DescribedOperation): DescribedOperation {
  const declared = declaredOperation(method.toUpperCase(), path);
  if (!declared) throw new Error(`Nothing declares ${method} ${path}`);
  const { name, access, fresh, personOnly, refusals } = declared;
  const open = access === "public";
  const needs = [
    ...(open || access === "account" ? [] : [`Needs the permission \`${access}\`.`]),
    ...(fresh ? ["Needs a proof of the last five minutes that it is you: a login, or `POST /auth/step-up`."] : []),
    ...(personOnly ? ["Is for a person who is logged in: API keys are refused."] : []),
  ];
  return {
    ...operation,
    operationId: name,
    ...(open ? { security: [] } : {}),
    ...(needs.length === 0 ? {} : { description: needs.join(" ") }),
    ...(personOnly ? { security: [{ bearer: [] }, { authToken: [] }] } : {}),
    responses: { ...operation.responses, ...responsesFor(refusals) },
  };
}

function responsesFor(refusals: readonly ErrorEntry[]): Record<string, object> {
  const byStatus = Map.groupBy(refusals, ({ status }) => status);
  return Object.fromEntries([...byStatus].map(([status, entries]) => [String(status), refusalResponse(status, entries)]));
}
