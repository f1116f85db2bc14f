import type { Contract } from "@lucid/contract";
import type { AnyContractProcedure, AnyContractRouter, InferSchemaInput, InferSchemaOutput } from "@orpc/contract";
import type { Caller } from "./caller.ts";

type Handler<Procedure extends AnyContractProcedure> = (
  input: InferSchemaOutput<NonNullable<Procedure["~orpc"]["inputSchema"]>>,
  caller: Caller,
) => Answer<InferSchemaInput<NonNullable<Procedure["~orpc"]["outputSchema"]>>>;
type Answer<Output> = Output | Promise<Output>;

/**
 * What has to stand behind a part of the contract: one function per procedure, with validated input, whose
 * answer is validated again on the way out. Expected refusals are thrown as errors of the catalogue. A
 * stream is an async generator that ends when `caller.signal` aborts.
 */
export type ServiceOf<Router extends AnyContractRouter> = {
  readonly [Name in keyof Router]: Router[Name] extends AnyContractProcedure
    ? Handler<Router[Name]>
    : Router[Name] extends AnyContractRouter
      ? ServiceOf<Router[Name]>
      : never;
};

/** Everything the contract declares. Each area brings its part. */
export type Services = ServiceOf<Contract>;
