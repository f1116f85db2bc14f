import { lazyRouteComponent } from "@tanstack/react-router";

export const LoginPage = lazyRouteComponent(() => import("./login-page.tsx"), "LoginPage");
export const SecondFactorPage = lazyRouteComponent(() => import("./second-factor-page.tsx"), "SecondFactorPage");
export const SetupPage = lazyRouteComponent(() => import("./setup-page.tsx"), "SetupPage");
