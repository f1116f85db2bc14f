/** The key that commands are given with, as it stands on this machine's keyboard. */
export const modKey = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";
