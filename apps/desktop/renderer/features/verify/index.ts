import { lazyRouteComponent } from "@tanstack/react-router";

export { Checking } from "./checking.tsx";
export { DropAnywhere } from "./drop-anywhere.tsx";
export { AddressBookList } from "./identity/address-book.tsx";
export { useKnownHere } from "./identity/use-known-here.ts";
export { spawnVerifier } from "./spawn-verifier.ts";
export { useVerification } from "./use-verification.ts";
export { VerdictView } from "./verdict-view.tsx";
export { VerifyPanel } from "./verify-panel.tsx";

export const OpenedFilePage = lazyRouteComponent(() => import("./opened-file-page.tsx"), "OpenedFilePage");
export const VerifyPage = lazyRouteComponent(() => import("./verify-page.tsx"), "VerifyPage");
