import { type Expectation, type PinKind, pinKinds, readPin } from "./read-pin.ts";

/** A link with all four fields has about 240 characters, and the address of a page before it. */
const MAX_LINK = 2_048;

/** Why a link is refused. `field` is what stands before the `=`, as the link has it: text of a stranger. */
export type LinkProblem =
  | { readonly problem: "too-long" | "not-a-link" | "empty" }
  | { readonly problem: "unknown-field" | "repeated" | "invalid"; readonly field: string };

export type ReadLink = { readonly ok: true; readonly expectation: Expectation } | ({ readonly ok: false } & LinkProblem);

/** What a recording must be, as fields of a link: no value of them needs to be escaped. */
export const writeExpectation = (expectation: Expectation): string =>
  pinKinds.flatMap((kind) => (expectation[kind] === undefined ? [] : [`${kind}=${expectation[kind]}`])).join("&");

const isPinKind = (field: string): field is PinKind => (pinKinds as readonly string[]).includes(field);

/** Reads `session=…&node=…&owner=…&network=…`: each once at most, at least one of them, nothing else and nothing escaped. */
export function readExpectation(fields: string): ReadLink {
  if (fields.length > MAX_LINK) return { ok: false, problem: "too-long" };
  if (fields === "") return { ok: false, problem: "empty" };
  const expectation: { -readonly [Kind in keyof Expectation]: string } = {};
  for (const pair of fields.split("&")) {
    const [field = "", ...rest] = pair.split("=");
    if (!isPinKind(field)) return { ok: false, problem: "unknown-field", field };
    if (expectation[field] !== undefined) return { ok: false, problem: "repeated", field };
    const key = readPin(field, rest.join("="));
    if (key === undefined) return { ok: false, problem: "invalid", field };
    expectation[field] = key;
  }
  return { ok: true, expectation };
}

const DEEP_LINK = /^lucid:\/\/verify\/?\?(.*)$/s;
/** The page of a node, the static page of one, or that page on a disk. */
const PAGE_LINK = /^(?:https?|file):\/\/[^?#\s]*\/verify(?:\.html)?#(.*)$/s;

/** Reads a whole link: `lucid://verify?…`, or the address of a page that verifies, `…/verify#…` or `…/verify.html#…`. */
export function readVerifyLink(link: string): ReadLink {
  if (link.length > MAX_LINK) return { ok: false, problem: "too-long" };
  const fields = (DEEP_LINK.exec(link) ?? PAGE_LINK.exec(link))?.[1];
  return fields === undefined ? { ok: false, problem: "not-a-link" } : readExpectation(fields);
}
