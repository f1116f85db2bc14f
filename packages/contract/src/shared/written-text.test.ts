import { type AnyContractRouter, isContractProcedure } from "@orpc/contract";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { contract } from "../index.ts";
import { shownLine, writtenLine, writtenText } from "./written-text.ts";

const HOSTILE = [
  "a\0b",
  "a\u0007b",
  "a\u001b[2Jb",
  "a\u007fb",
  "a\u0085b",
  "a\u202eb",
  "a\u2066b",
  "a\u2069b",
  "a\u202ab",
  "a\ud800b",
];

describe("a text that a person writes", () => {
  it.each(HOSTILE)("does not hold %j", (text) => {
    expect(writtenLine(1, 10).safeParse(text).success).toBe(false);
    expect(writtenText(1, 10).safeParse(text).success).toBe(false);
    expect(shownLine(text)).toMatch(/^a\ufffd.*b$/);
  });

  it("counts as the formats of a recording do, so that a reason of a pause fits into them", () => {
    expect(writtenLine(1, 500).safeParse("😀".repeat(250)).success).toBe(true);
    expect(writtenLine(1, 500).safeParse("😀".repeat(251)).success).toBe(false);
  });

  it.each(["a\nb", "a\r\nb", "a\u2028b"])("has no second line where it is one line: %j", (text) => {
    expect(writtenLine(1, 10).safeParse(text).success).toBe(false);
  });

  it.each(["Größe", "日本", "שלום", "👩‍🚀 ok", "a\u200db", 'it\'s "x" <b>'])("may be in any writing: %s", (text) => {
    expect(writtenLine(1, 20).parse(`  ${text} `)).toBe(text);
    expect(writtenText(1, 20).parse(`${text}\n\ta`)).toBe(`${text}\n\ta`);
    expect(shownLine(text)).toBe(text);
  });
});

/** Fields whose texts are no person's: they are looked up, compared or verified, and shown to nobody as they came. */
const LOOKED_UP = new Set([
  "logins.login.setup_code",
  "node.lookBeforeSetup.setup_code",
  "logins.login.signature",
  "logins.stepUp.signature",
  "logins.refresh.refresh_token",
  "logins.verify.token",
  "directory.list.q",
  "sessions.list.q",
  "invoices.list.q",
  "invitations.list.q",
  "audit.list.q",
  "nodeLog.list.q",
  "search.find.q",
  "audit.adminList.q",
  "policies.evaluate.template",
  "sessions.create.template",
  "sessions.create.policy",
  "sessions.update.template",
  "sessions.update.policy",
  "sessions.start.grant_signature",
  "sales.order.grant_signature",
  "chain.submit.signature",
  "network.join.invitation",
  "payouts.byState.state",
  "schedules.propose.time_zone",
  "schedules.change.time_zone",
]);

interface Schema {
  readonly type?: string;
  readonly pattern?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** Paths of the texts in a schema that take anything. */
function openTexts(schema: Schema, path: string): string[] {
  const below = [
    ...Object.entries(schema.properties ?? {}).map(([name, field]) => openTexts(field, `${path}.${name}`)),
    ...(schema.items ? [openTexts(schema.items, path)] : []),
    ...(schema.anyOf ?? []).map((one) => openTexts(one, path)),
  ].flat();
  const bound = schema.pattern ?? schema.format ?? schema.enum ?? schema.const;
  return schema.type === "string" && bound === undefined ? [path, ...below] : below;
}

function inputs(router: AnyContractRouter, path: readonly string[] = []): [string, z.ZodType][] {
  if (!isContractProcedure(router)) return Object.entries(router).flatMap(([name, child]) => inputs(child, [...path, name]));
  const { inputSchema } = router["~orpc"];
  return inputSchema instanceof z.ZodType ? [[path.join("."), inputSchema]] : [];
}

it("is bounded so in every procedure that takes one", () => {
  const open = inputs(contract).flatMap(([name, schema]) =>
    openTexts(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema, name),
  );
  expect(open.filter((path) => !LOOKED_UP.has(path))).toEqual([]);
});
