import TransportWebHID from "@ledgerhq/hw-transport-webhid";
import { createLedger, type Ledger } from "./create-ledger.ts";
import { faultOf, LedgerFault } from "./ledger-fault.ts";

/**
 * Does something with a Ledger, and lets it go then, whatever came of it. Where the browser does not know the device yet it asks the person: only
 * within a click.
 * @throws LedgerFault
 */
export async function withLedger<Result>(signal: AbortSignal, work: (ledger: Ledger) => Promise<Result>): Promise<Result> {
  const transport = await open();
  try {
    return await work(createLedger(transport, signal));
  } finally {
    // Its own `close` waits for the answer of a device that may never give one.
    await transport.device.close();
  }
}

async function open(): Promise<TransportWebHID> {
  if (!(await TransportWebHID.isSupported())) throw new LedgerFault("unsupported");
  try {
    const known = await TransportWebHID.openConnected();
    if (known instanceof TransportWebHID) return known;
  } catch (error) {
    throw faultOf(error);
  }
  try {
    return await TransportWebHID.request();
  } catch (error) {
    // None was chosen: the library opens nothing then, which is no device either.
    throw error instanceof TypeError ? new LedgerFault("no-device", { cause: error }) : faultOf(error);
  }
}
