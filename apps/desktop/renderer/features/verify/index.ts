export { Checking } from "./checking.tsx";
export { spawnVerifier } from "./spawn-verifier.ts";
export { useVerification } from "./use-verification.ts";
export { VerdictView } from "./verdict-view.tsx";
