import { lazyRouteComponent } from "@tanstack/react-router";

export { readSearchAddress } from "./search-address.ts";
export { detailOf, groupNames, titleOf } from "./search-words.ts";
export { useHitOpener } from "./use-hit-opener.ts";
export { useSearch } from "./use-search.ts";

export const SearchPage = lazyRouteComponent(() => import("./search-page.tsx"), "SearchPage");
