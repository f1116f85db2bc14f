import type { ErrorEnvelope } from "@lucid/contract";
import { StandardOpenAPICodec } from "@orpc/openapi/standard";
import {
  StandardBracketNotationSerializer,
  StandardOpenAPIJsonSerializer,
  StandardOpenAPISerializer,
} from "@orpc/openapi-client/standard";
import type { AnyProcedure } from "@orpc/server";
import type { Call } from "../call.ts";
import type { Guard } from "../guard.ts";
import { operationOf } from "../operations.ts";
import { joinInput, readQuery, refuseQuery } from "./call-input.ts";

/** What oRPC's handler asks of a request, and the call it stands for. */
export type RpcRequest = Parameters<StandardOpenAPICodec["decode"]>[0] & { readonly call: Call };

/** Reads inputs and writes errors of the REST door. The guard is asked before a byte of the body is read. */
export class RpcCodec extends StandardOpenAPICodec {
  readonly #guard: Guard;

  constructor(guard: Guard) {
    super(new StandardOpenAPISerializer(new StandardOpenAPIJsonSerializer(), new StandardBracketNotationSerializer()), {
      customErrorResponseBodyEncoder: (error) => error.data as ErrorEnvelope,
    });
    this.#guard = guard;
  }

  override async decode(
    request: RpcRequest,
    params: Readonly<Record<string, string>> | undefined,
    procedure: AnyProcedure,
  ): Promise<unknown> {
    const operation = operationOf(procedure);
    try {
      await this.#guard.admit(request.call, operation);
      const { searchParams: query } = request.url;
      if (operation.reads) return joinInput(readQuery(query), params);
      refuseQuery(query);
      return joinInput(await request.body(), params);
    } catch (error) {
      throw this.#guard.refuse(request.call, operation, error);
    }
  }
}
