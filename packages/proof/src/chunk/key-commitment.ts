import { concatBytes } from "../encoding/bytes.ts";
import { DOMAIN } from "../encoding/domains.ts";
import { sha256Hex } from "../encoding/hash.ts";
import { utf8 } from "../encoding/utf8.ts";

/** What a manifest says about its data key: SHA-256 of "lucid:data-key:v1", a line feed and the 32 bytes. */
export const keyCommitment = (dataKey: Uint8Array): string => sha256Hex(concatBytes(utf8(`${DOMAIN.dataKey}\n`), dataKey));
