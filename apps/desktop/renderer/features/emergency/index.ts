import { lazyRouteComponent } from "@tanstack/react-router";

export { EmergencyBanner } from "./emergency-banner.tsx";
export { emergencyReducers } from "./emergency-reducers.ts";
export { noticeWords } from "./emergency-words.ts";

export const EmergencyPage = lazyRouteComponent(() => import("./emergency-page.tsx"), "EmergencyPage");
