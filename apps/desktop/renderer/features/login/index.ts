import { lazyRouteComponent } from "@tanstack/react-router";

export const LoginPage = lazyRouteComponent(() => import("./login-page.tsx"), "LoginPage");
export const SetupPage = lazyRouteComponent(() => import("./setup-page.tsx"), "SetupPage");
