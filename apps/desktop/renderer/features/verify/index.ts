export { Checking } from "./checking.tsx";
export { DropAnywhere } from "./drop-anywhere.tsx";
export { useVerification } from "./use-verification.ts";
export { VerdictView } from "./verdict-view.tsx";
