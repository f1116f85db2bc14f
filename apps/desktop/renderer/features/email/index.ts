import { lazyRouteComponent } from "@tanstack/react-router";

export { EmailCard } from "./email-card.tsx";
export { EmailLoginForm } from "./email-login-form.tsx";

export const ConfirmEmailPage = lazyRouteComponent(() => import("./confirm-email-page.tsx"), "ConfirmEmailPage");
export const LoginLinkPage = lazyRouteComponent(() => import("./login-link-page.tsx"), "LoginLinkPage");
