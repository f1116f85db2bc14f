/** What one client holds down, so that it can be let go when the client is frozen or leaves. */
export interface HeldInput {
  /** @returns the message that lets go of the key that is held longest, where too many are. */
  key(message: Buffer): Buffer | undefined;
  pointer(message: Buffer): void;
  /** Messages that let go of every key; afterwards none is held. */
  releaseKeys(): readonly Buffer[];
  /** The message that lets go of every button, where one is held. */
  releasePointer(): Buffer | undefined;
}

/** A keyboard has some hundred keys. Whoever holds more than it and never lets go is no person. */
const MAX_KEYS = 256;

/** Messages are KeyEvent, QEMU extended KeyEvent and PointerEvent as RFC 6143 7.5.4 and 7.5.5 lay them out. */
export function createHeldInput(): HeldInput {
  const keys = new Map<string, Buffer>();
  let pointer: Buffer | undefined;

  return {
    key(message) {
      const isQemu = message.length === 12;
      const isDown = isQemu ? message.readUInt16BE(2) !== 0 : message[1] !== 0;
      const id = message.subarray(4).toString("hex");
      if (!isDown) {
        keys.delete(id);
        return undefined;
      }
      const up = Buffer.from(message);
      if (isQemu) up.writeUInt16BE(0, 2);
      else up[1] = 0;
      keys.set(id, up);
      const [oldest] = keys.size > MAX_KEYS ? keys : [];
      if (!oldest) return undefined;
      keys.delete(oldest[0]);
      return oldest[1];
    },
    pointer(message) {
      if (message[1] === 0) {
        pointer = undefined;
        return;
      }
      pointer = Buffer.from(message);
      pointer[1] = 0;
    },
    releaseKeys() {
      const released = [...keys.values()];
      keys.clear();
      return released;
    },
    releasePointer() {
      const released = pointer;
      pointer = undefined;
      return released;
    },
  };
}
