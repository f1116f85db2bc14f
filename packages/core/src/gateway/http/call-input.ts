import { commonErrors } from "@lucid/contract";

type Params = Readonly<Record<string, string>> | undefined;
interface Issue {
  readonly path: string;
  readonly message: string;
}

/** The query as an object. @throws INVALID_REQUEST for a field that stands there twice. */
export function readQuery(query: URLSearchParams): Readonly<Record<string, string>> {
  const fields = [...query.keys()];
  const repeated = fields.filter((name, at) => fields.indexOf(name) !== at);
  refuse(repeated.map((path) => ({ path, message: "given more than once" })));
  return Object.fromEntries(query);
}

/** @throws INVALID_REQUEST for a query where the input is a body. */
export function refuseQuery(query: URLSearchParams): void {
  refuse([...query.keys()].map((path) => ({ path, message: "the input of this call is its body, not a query" })));
}

/** Body or query together with what the path names. @throws INVALID_REQUEST where both name a field and differ. */
export function joinInput(given: unknown, params: Params): unknown {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given ?? params;
  const named = Object.entries(params ?? {});
  if (named.length === 0) return given;
  const fields: Readonly<Record<string, unknown>> = { ...given };
  const differing = named.filter(([name, value]) => name in fields && String(fields[name]) !== value);
  refuse(differing.map(([path]) => ({ path, message: "differs from the path" })));
  return { ...given, ...params };
}

function refuse(issues: readonly Issue[]): void {
  if (issues.length > 0) throw commonErrors.INVALID_REQUEST({ issues: issues.slice(0, 20) });
}
