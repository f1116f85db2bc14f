import { beforeAll, describe, expect, it } from "vitest";
import { OPERATIONS } from "../operations.ts";
import { createDocument } from "./create-document.ts";
import { DECLARED } from "./declared-answers.ts";
import type { DescribedOperation, OpenApiDocument } from "./document.types.ts";

const METHODS = ["get", "post", "put", "delete"] as const;

function operationsOf(document: OpenApiDocument): [string, DescribedOperation][] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method): [string, DescribedOperation][] => {
      const operation = item[method];
      return operation ? [[`${method.toUpperCase()} ${path}`, operation]] : [];
    }),
  );
}

function referencesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "$ref" in value && typeof value.$ref === "string" ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(referencesIn)];
}

const resolve = (document: object, reference: string): unknown =>
  reference
    .slice(2)
    .split("/")
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], document);

describe("the OpenAPI document", () => {
  let document: OpenApiDocument;
  beforeAll(async () => {
    document = await createDocument("1.2.3");
  });

  it("is OpenAPI 3.1 for the paths under the prefix", () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document).toMatchObject({ info: { title: "Lucid", version: "1.2.3" }, servers: [{ url: "/api/v1" }] });
  });

  it("lists every procedure of the contract, every route that carries bytes, and what watches over the node", () => {
    const listed = operationsOf(document).map(([route]) => route);
    expect(listed.toSorted()).toEqual(
      [
        ...OPERATIONS.map(({ method, path }) => `${method} ${path}`),
        "GET /sessions/{session_id}/chunks/{index}/download",
        "GET /account/export",
        "GET /sessions/{session_id}/bundle",
        "GET /sessions/{session_id}/tail",
        "GET /storage/sessions/{session_id}/download",
        "GET /sessions/{session_id}/viewer",
        "GET /audit/export",
        "GET /health",
        "GET /health/ready",
        "GET /health/live",
        "GET /status",
        "GET /stats",
        "GET /metrics",
      ].toSorted(),
    );
  });

  it("refers to nothing that is not in it", () => {
    const references = new Set(referencesIn(document));
    expect(references.size).toBeGreaterThan(20);
    expect([...references].filter((reference) => resolve(document, reference) === undefined)).toEqual([]);
  });

  it("gives every operation a name of its own, a summary, and every parameter of its path", () => {
    const operations = operationsOf(document);
    expect(new Set(operations.map(([, { operationId }]) => operationId)).size).toBe(operations.length);
    for (const [route, { summary, parameters = [] }] of operations) {
      expect({ route, summary }).toEqual({ route, summary: expect.stringMatching(/./) });
      const named = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = parameters.filter((one) => "in" in one && one.in === "path").map((one) => "name" in one && one.name);
      expect({ route, declared: new Set(declared) }).toEqual({ route, declared: new Set(named) });
    }
  });

  it("says which token and permission a call needs, and what a refusal looks like", () => {
    const ofLogins = [{ bearer: [] }, { authToken: [] }];
    for (const { name, access, personOnly, fresh, method, path } of OPERATIONS) {
      const operation = document.paths[path]?.[method.toLowerCase() as "get"];
      expect({ name, security: operation?.security }).toEqual({
        name,
        security: access === "public" ? [] : personOnly || fresh ? ofLogins : undefined,
      });
      if (access !== "public" && access !== "account") expect(operation?.description).toContain(access);
    }
    expect(document.security).toEqual([...ofLogins, { apiKey: [] }]);
  });

  it("lists exactly the answers that an operation declares, each refusal with code, message and details", () => {
    for (const { name, method, path, success, refusals } of DECLARED) {
      const responses = document.paths[path]?.[method.toLowerCase() as "get"]?.responses ?? {};
      const statuses = new Set([...success, ...refusals.map(({ status }) => status)].map(String));
      expect({ name, statuses: new Set(Object.keys(responses)) }).toEqual({ name, statuses });
      for (const { status, code, message } of refusals) {
        expect(responses[String(status)]).toMatchObject({ description: expect.stringContaining(`\`${code}\`: ${message}`) });
        expect(referencesIn(responses[String(status)])).toContain(`#/components/schemas/${code}`);
      }
    }
  });

  it("knows what start refuses, and nothing that it does not", () => {
    const statuses = (path: string, method: "get" | "post") => Object.keys(document.paths[path]?.[method]?.responses ?? {});
    expect(statuses("/sessions/{session_id}/start", "post")).toEqual(expect.arrayContaining(["404", "409", "422", "503", "507"]));
    expect(statuses("/auth/login", "post")).toContain("423");
    expect(statuses("/sessions/statistics", "get")).toEqual(["200", "400", "401", "403", "429", "500", "503"]);
    expect(document.components?.["schemas"]).toMatchObject({
      LUCID_SESSION_ERR_4304: {
        allOf: [
          { $ref: "#/components/schemas/ErrorEnvelope" },
          {
            properties: {
              error: {
                properties: { code: { const: "LUCID_SESSION_ERR_4304" }, details: { required: ["status", "allowed"] } },
              },
            },
          },
        ],
      },
    });
  });

  it("describes streams as server-sent events", () => {
    expect(document.paths["/events"]?.get?.responses?.["200"]).toMatchObject({ content: { "text/event-stream": {} } });
  });
});
