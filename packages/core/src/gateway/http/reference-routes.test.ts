import { describe, expect, it } from "vitest";
import type { GatewayOptions } from "../gateway-options.ts";
import { openTestGateway } from "../testing/open-test-gateway.ts";

const PATHS = ["/docs", "/docs/", "/docs/js/scalar.js", "/openapi.json"];
const forwarded = { "x-forwarded-for": "203.0.113.7" };

async function statuses(options: Partial<GatewayOptions>, headers: Readonly<Record<string, string>> = {}): Promise<number[]> {
  await using test = await openTestGateway({ options });
  const asked: number[] = [];
  for (const path of PATHS) asked.push((await test.ask("GET", path, { headers })).status);
  return asked;
}

const OPEN = [302, 200, 200, 200];
const CLOSED = [403, 403, 403, 403];

describe("the reference pages", () => {
  it("are open to programs of this computer", async () => {
    expect(await statuses({})).toEqual(OPEN);
  });

  it.each([
    ["to who comes through a proxy of this computer", {}, forwarded],
    ["behind a proxy, which may say nothing of whom it serves", { trustedHosts: ["https://node.example"] }, {}],
    ["behind a named proxy", { trustedProxies: ["127.0.0.1"] }, forwarded],
  ] as const)("are closed %s", async (_name, options, headers) => {
    expect(await statuses(options, headers)).toEqual(CLOSED);
    expect(await statuses({ ...options, docsPublic: true }, headers)).toEqual(OPEN);
  });

  it("say how they are opened", async () => {
    await using test = await openTestGateway({ options: { trustedHosts: ["node.example"] } });
    const { json } = await test.ask("GET", "/docs/");
    expect(json()).toMatchObject({ error: { message: expect.stringContaining("docs_public") } });
  });
});
