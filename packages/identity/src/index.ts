export * from "./wallet/login-text.ts";
