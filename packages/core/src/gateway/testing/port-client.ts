import type { Contract } from "@lucid/contract";
import { type ClientContext, type ClientLink, createORPCClient } from "@orpc/client";
import { RPCLink, type SupportedMessagePort } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";

export type PortClient = ContractRouterClient<Contract>;

export interface PortClientOptions {
  /** Aborted by whoever supervises the other side, once that is gone: without it a later call would wait for ever. */
  readonly gone: AbortSignal;
  /** The access token for the next call, if there is one. */
  readonly token?: (() => string | undefined) | undefined;
}

/** The other end of `attachPort`: the contract's procedures as functions. */
export function createPortClient(port: SupportedMessagePort, { gone, token }: PortClientOptions): PortClient {
  const link = new RPCLink<ClientContext>({
    port,
    headers: () => {
      const bearer = token?.();
      return bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    },
  });
  const watched: ClientLink<ClientContext> = {
    call(path, input, options) {
      gone.throwIfAborted();
      return link.call(path, input, { ...options, signal: options.signal ? AbortSignal.any([options.signal, gone]) : gone });
    },
  };
  return createORPCClient<PortClient>(watched);
}
