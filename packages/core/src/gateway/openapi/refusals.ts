import type { ErrorEntry } from "@lucid/contract";
import { z } from "zod";
import { DECLARED } from "./declared-answers.ts";

const number = (description: string) => ({ description, schema: { type: "integer" } });
const headers: Readonly<Record<number, object>> = {
  401: { "WWW-Authenticate": { description: "`Bearer` where a token is asked for", schema: { type: "string" } } },
  503: { "Retry-After": number("Seconds to wait, where what the owner's nodes share is away") },
  429: {
    "Retry-After": number("Seconds to wait"),
    "X-RateLimit-Limit": number("Calls that may be made at once"),
    "X-RateLimit-Remaining": number("Calls left now"),
    "X-RateLimit-Reset": number("Unix time at which none counts any more"),
  },
};

const reference = ({ code }: ErrorEntry) => ({ $ref: `#/components/schemas/${code}` });

/** One status of an operation: every refusal that has it, with its code, its message and what its details hold. */
export function refusalResponse(status: number, entries: readonly ErrorEntry[]): object {
  const [only, ...others] = entries.map(reference);
  return {
    description: entries.map(({ code, message }) => `\`${code}\`: ${message}`).join("\n\n"),
    ...(headers[status] && { headers: headers[status] }),
    content: { "application/json": { schema: others.length === 0 ? only : { oneOf: [only, ...others] } } },
  };
}

/** The envelope of each refusal that some operation declares, by its code. */
export function refusalSchemas(): Record<string, object> {
  const entries = new Set(DECLARED.flatMap(({ refusals }) => refusals));
  return Object.fromEntries([...entries].map((entry) => [entry.code, refusalSchema(entry)]));
}

function refusalSchema({ code, message, data, retryable }: ErrorEntry): object {
  return {
    description: `${message}. ${retryable ? "The same call may succeed later." : "The same call will be refused again."}`,
    allOf: [
      { $ref: "#/components/schemas/ErrorEnvelope" },
      {
        type: "object",
        properties: { error: { type: "object", properties: { code: { const: code }, details: detailsSchema(data) } } },
      },
    ],
  };
}

function detailsSchema(data: z.ZodType | undefined): object {
  if (!data) return { type: "null" };
  const { $schema: _dialect, ...schema } = z.toJSONSchema(data);
  return schema;
}
