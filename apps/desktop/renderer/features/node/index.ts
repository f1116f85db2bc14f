import { lazyRouteComponent } from "@tanstack/react-router";

export { wordsOfPart } from "./part-words.ts";

export const NodePage = lazyRouteComponent(() => import("./node-page.tsx"), "NodePage");
