import { createStore } from "zustand/vanilla";
import { PageFaultError } from "../../shared/api/page-fault.ts";

/** A text that a device is to sign, as TRON wallets sign messages. */
export interface TextToSign {
  readonly account: number;
  /** Of that account: a device that has another one there signs nothing. */
  readonly address: string;
  readonly text: string;
}
interface Asked extends TextToSign {
  /** Tells two askings for the same text apart. */
  readonly number: number;
  readonly answer: (signature: string | undefined) => void;
}

let asking = 0;

/** What the dialog of the page is shown for. */
export const textAsked = createStore<{ readonly now: Asked | undefined }>(() => ({ now: undefined }));

/**
 * Has the person sign a text on the device: r, s, v in hex.
 * @throws PageFaultError `device-left` where they would rather not, or where another text is asked for meanwhile.
 */
export async function signOnLedger(asked: TextToSign): Promise<string> {
  textAsked.getState().now?.answer(undefined);
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const now = { ...asked, number: (asking += 1), answer: resolve };
  textAsked.setState({ now });
  const signature = await promise;
  if (textAsked.getState().now === now) textAsked.setState({ now: undefined });
  if (signature === undefined) throw new PageFaultError("device-left");
  return signature;
}
