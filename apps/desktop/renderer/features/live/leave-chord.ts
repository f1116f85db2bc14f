type Key = Pick<KeyboardEvent, "type" | "key" | "ctrlKey" | "altKey" | "shiftKey">;

const MODIFIERS = new Set(["Control", "Alt", "Shift"]);

/**
 * Watches for Ctrl, Alt and Shift held together and let go with no other key between: what leaves the desktop, as in
 * Guacamole. It comes when all three are up, so that the desktop has seen each of them go and none stays pressed there.
 * @returns what takes every key event, and says whether it completes the chord.
 */
export function createLeaveChord(): (key: Key) => boolean {
  let isArmed = false;
  return ({ type, key, ctrlKey, altKey, shiftKey }) => {
    if (!MODIFIERS.has(key)) {
      isArmed = false;
      return false;
    }
    if (type === "keydown") {
      if (ctrlKey && altKey && shiftKey) isArmed = true;
      return false;
    }
    if (!isArmed || ctrlKey || altKey || shiftKey) return false;
    isArmed = false;
    return true;
  };
}
