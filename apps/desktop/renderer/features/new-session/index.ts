import { lazyRouteComponent } from "@tanstack/react-router";

export { DraftTerms } from "./draft-terms.tsx";
export { wordsOfPolicy, wordsOfTemplate } from "./offered-words.ts";
export { placeOf } from "./place-of.ts";
export { policyWords } from "./policy-words.ts";
export { useStartDraft } from "./use-start-draft.ts";

export const NewSessionPage = lazyRouteComponent(() => import("./new-session-page.tsx"), "NewSessionPage");
