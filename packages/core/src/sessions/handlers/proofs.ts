import { sessionErrors } from "@lucid/contract";
import { canonicalAnswer } from "../../calls/index.ts";
import type { HandlerDeps, Handlers } from "./handler-deps.ts";

type Deps = Pick<HandlerDeps, "repository" | "access" | "proofs">;

/** What proves a session's record. */
export function createProofHandlers({ repository, access, proofs }: Deps): Handlers<"chunkProof" | "manifest" | "consistency"> {
  return {
    async chunkProof(input, caller) {
      return canonicalAnswer(await proofs.chunkProof(access.visible(input.session_id, caller).sessionId, input.chunk_id));
    },
    manifest(input, caller) {
      const text = repository.manifest(access.visible(input.session_id, caller).sessionId);
      if (text === null) throw sessionErrors.NOT_SEALED();
      return JSON.parse(text);
    },
    consistency: (input, caller) => proofs.consistency(access.visible(input.session_id, caller).sessionId, input.from, input.to),
  };
}
