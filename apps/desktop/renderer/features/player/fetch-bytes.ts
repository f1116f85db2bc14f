import { API_PREFIX } from "@lucid/contract";
import { ORPCError } from "@orpc/client";
import type { Api } from "../../shared/api/api.ts";
import { decodeEnvelope } from "../../shared/api/failure.ts";

export type BytesApi = Pick<Api, "login">;

/**
 * Asks for bytes that do not go through calls, below the page's own origin: the node serves the page itself, and the
 * application's window passes these paths on. `path` starts behind the API's prefix. A token that the
 * node no longer takes is renewed once. Rejects with the node's error, as calls do.
 */
export async function fetchBytes({ login }: BytesApi, path: string, signal: AbortSignal): Promise<Response> {
  async function ask(): Promise<Response> {
    const token = await login.token();
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return await fetch(`${API_PREFIX}${path}`, { headers, signal, credentials: "same-origin" });
  }
  let response = await ask();
  if (response.status === 401 && (await login.refresh())) response = await ask();
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => undefined);
  const refused = decodeEnvelope(body, response.status);
  if (refused) throw refused;
  throw new ORPCError("PAGE", { status: response.status, message: `The node answered ${response.status}` });
}
