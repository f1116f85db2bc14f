import type { KeystoreCost } from "@lucid/contract";

/**
 * What opening a wallet of TRON costs: the second choice of RFC 9106 4 with one lane, as the login wallet's. In script 0.8 s on a
 * desktop and about 4 s on a Raspberry Pi 4, a sixth of it where Node has Argon2 of OpenSSL. Raise it when opening feels instant; entries keep the cost they were made with.
 */
export const KEYSTORE_COST: KeystoreCost = { memory_kib: 65_536, passes: 3, lanes: 1 };
