import { type AnyContractProcedure, type AnyContractRouter, isContractProcedure } from "@orpc/contract";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import * as door from "./index.ts";
import { contract, errorsOf, metaOf, NodeEvent } from "./index.ts";

const catalogues = Object.entries(door).flatMap(([name, value]) =>
  name.endsWith("Errors") && typeof value === "object" && "spec" in value ? [value.spec] : [],
);
const catalogue = catalogues.flatMap((spec) => Object.values<unknown>(spec));

function proceduresIn(router: AnyContractRouter, path: readonly string[] = []): (readonly [string, AnyContractProcedure])[] {
  if (isContractProcedure(router)) return [[path.join("."), router]];
  return Object.entries(router).flatMap(([name, child]) => proceduresIn(child, [...path, name]));
}
const procedures = proceduresIn(contract);

/** Every object schema in a schema, with the way to it. */
function objectsIn(schema: z.core.$ZodType, path: string): (readonly [string, z.core.$ZodObject])[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "object": {
      const own = [path, schema as z.core.$ZodObject] as const;
      return [own, ...Object.entries(def.shape).flatMap(([name, field]) => objectsIn(field, `${path}.${name}`))];
    }
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "readonly":
      return objectsIn(def.innerType, path);
    case "array":
      return objectsIn(def.element, `${path}[]`);
    case "union":
      return def.options.flatMap((option) => objectsIn(option, path));
    case "pipe":
      return [...objectsIn(def.in, path), ...objectsIn(def.out, path)];
    default:
      return [];
  }
}

describe("every procedure", () => {
  it.each(procedures)("%s refuses fields that it does not know", (name, procedure) => {
    const input = procedure["~orpc"].inputSchema as z.core.$ZodType | undefined;
    if (!input) throw new Error(`${name} has no input: use Nothing`);
    const objects = objectsIn(input, name);
    expect(objects.length).toBeGreaterThan(0);
    const open = objects.filter(([, { _zod }]) => _zod.def.catchall?._zod.def.type !== "never").map(([path]) => path);
    expect(open).toEqual([]);
  });

  it.each(procedures)("%s declares entries of the catalogue, each once", (_name, procedure) => {
    const declared = errorsOf(procedure);
    expect(catalogue).toEqual(expect.arrayContaining([...declared]));
    const own = metaOf(procedure).errors;
    expect(new Set(own).size).toBe(own.length);
  });

  it.each(procedures)("%s that takes an id of something may say that it is not there", (_name, procedure) => {
    const { path, method } = procedure["~orpc"].route;
    const statuses = errorsOf(procedure).map(({ status }) => status);
    if (path?.includes("{")) expect(statuses.some((status) => status === 404)).toBe(true);
    expect(statuses.includes(413)).toBe(method !== "GET");
  });

  it.each(procedures)("%s changes nothing when it comes as GET", (_name, procedure) => {
    if (procedure["~orpc"].route.method === "GET") expect(metaOf(procedure).changes).toBeUndefined();
  });

  it("asks for a fresh factor where it decides what somebody may do", () => {
    const deciding = procedures.filter(([name]) => /^(groups\.(remove|addMember|removeMember)|policies\.create)$/.test(name));
    expect(deciding).toHaveLength(4);
    const open = deciding.filter(([, procedure]) => !metaOf(procedure).fresh).map(([name]) => name);
    expect(open).toEqual([]);
    for (const procedure of [
      contract.directory.create,
      contract.directory.change,
      contract.directory.bulk,
      contract.directory.remove,
    ])
      expect(metaOf(procedure).fresh).toBe(true);
  });

  it.each(procedures)("%s announces a change by an event that exists", (_name, procedure) => {
    const { changes } = metaOf(procedure);
    const types = NodeEvent.options.map(({ shape }) => shape.type.value);
    if (changes !== undefined) expect(types).toContain(changes);
  });
});
