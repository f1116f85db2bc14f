import { lazyRouteComponent } from "@tanstack/react-router";

export { LoginFrame } from "./login-frame.tsx";

export const LoginPage = lazyRouteComponent(() => import("./login-page.tsx"), "LoginPage");
export const SecondFactorPage = lazyRouteComponent(() => import("./second-factor-page.tsx"), "SecondFactorPage");
export const SetupPage = lazyRouteComponent(() => import("./setup-page.tsx"), "SetupPage");
