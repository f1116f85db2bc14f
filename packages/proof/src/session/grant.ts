import { canonicalJson } from "../encoding/canonical-json.ts";
import { GRANT_TITLE } from "../encoding/domains.ts";
import { recoverTronAddress } from "../encoding/tron.ts";
import type { Grant, GrantTerms } from "../formats/manifest.ts";

/** The text an owner signs with a TRON wallet (signMessageV2) to let a node record one session. */
export const grantText = (terms: GrantTerms): string => `${GRANT_TITLE}\n${canonicalJson(terms)}`;

/** TRON address that signed the grant, or undefined when the signature is none. */
export const grantSigner = (grant: Grant): string | undefined => recoverTronAddress(grantText(grant.terms), grant.signature);
