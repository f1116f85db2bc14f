export { AccountInput, isAccount } from "./account-input.tsx";
export { LedgerFault } from "./ledger-fault.ts";
export { LedgerProgress } from "./ledger-progress.tsx";
export { LedgerTextDialog } from "./ledger-text-dialog.tsx";
export { signOnLedger } from "./sign-on-ledger.ts";
export { useLedger } from "./use-ledger.ts";
