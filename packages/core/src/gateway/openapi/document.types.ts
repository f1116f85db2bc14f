import type { Operation } from "../call.ts";

/** One operation of an OpenAPI document, as far as it is looked into here. */
export interface DescribedOperation {
  readonly operationId?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly summary?: string | undefined;
  readonly description?: string | undefined;
  readonly parameters?: readonly object[] | undefined;
  readonly requestBody?: object | undefined;
  readonly responses?: Readonly<Record<string, object>> | undefined;
  readonly security?: readonly object[] | undefined;
}

/** A route that is no procedure of the contract: what the guard asks of it, and how the document describes it. */
export interface DescribedRoute {
  /** With parameters in braces. */
  readonly path: string;
  readonly operation: Operation;
  readonly described: DescribedOperation & { readonly operationId: string; readonly responses: Readonly<Record<string, object>> };
}

export type PathItem = { readonly servers?: readonly object[] } & {
  readonly [Method in "get" | "post" | "put" | "delete"]?: DescribedOperation | undefined;
};

/** An OpenAPI 3.1 document. The types of the generator do not admit `exactOptionalPropertyTypes`. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: object;
  readonly servers?: readonly object[] | undefined;
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components?: Readonly<Record<string, object>> | undefined;
  readonly security?: readonly object[] | undefined;
}
