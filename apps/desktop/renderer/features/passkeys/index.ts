export { hasPasskeys } from "./browser-passkey.ts";
export { PasskeyButton } from "./passkey-button.tsx";
export { PasskeysCard } from "./passkeys-card.tsx";
export { logInWithPasskey, proveWithPasskey } from "./use-passkey.ts";
