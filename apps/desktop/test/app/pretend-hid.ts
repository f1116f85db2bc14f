/** WebHID as the page sees it, with the device of the test behind it: reports of 64 bytes (channel, tag 05, number, then the length and the bytes). */
export function pretendHid(): void {
  const answer: unknown = Reflect.get(globalThis, "lucidLedger");
  if (typeof answer !== "function") throw new Error("there is no device");
  const target = new EventTarget();
  let asked: number[] = [];
  const toHex = (bytes: readonly number[]) => bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  async function sendReport(_id: number, report: Uint8Array): Promise<void> {
    const bytes = [...report];
    asked = bytes[3] === 0 && bytes[4] === 0 ? bytes.slice(5) : [...asked, ...bytes.slice(5)];
    const length = ((asked[0] ?? 0) << 8) | (asked[1] ?? 0);
    if (asked.length < length + 2) return;
    const said: unknown = await Reflect.apply(answer as (hex: string) => unknown, undefined, [toHex(asked.slice(2, length + 2))]);
    if (typeof said !== "string") return;
    const back = (said.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
    const whole = [back.length >> 8, back.length & 255, ...back];
    for (let number = 0; number * 59 < whole.length; number += 1) {
      const part = whole.slice(number * 59, number * 59 + 59);
      const block = new Uint8Array(64);
      block.set([bytes[0] ?? 0, bytes[1] ?? 0, 5, number >> 8, number & 255, ...part]);
      target.dispatchEvent(Object.assign(new Event("inputreport"), { data: new DataView(block.buffer) }));
    }
  }
  const device = Object.assign(target, {
    ...{ vendorId: 0x2c97, productId: 0x5011, opened: false, sendReport },
    open: async () => undefined,
    close: async () => undefined,
  });
  const hid = Object.assign(new EventTarget(), { getDevices: async () => [], requestDevice: async () => [device] });
  Object.defineProperty(navigator, "hid", { value: hid, configurable: true });
}
