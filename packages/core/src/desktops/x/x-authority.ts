/** Matches every host name and display, so one entry serves inside and outside the sandbox (Xauth.h: FamilyWild). */
const FAMILY_WILD = 0xffff;
export const COOKIE_PROTOCOL = "MIT-MAGIC-COOKIE-1";
export const COOKIE_BYTES = 16;

const counted = (bytes: Uint8Array): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** An Xauthority file with one entry for every display. */
export function xAuthority(cookie: Uint8Array): Buffer {
  const family = Buffer.alloc(2);
  family.writeUInt16BE(FAMILY_WILD);
  const none = counted(Buffer.alloc(0));
  return Buffer.concat([family, none, none, counted(Buffer.from(COOKIE_PROTOCOL, "latin1")), counted(cookie)]);
}
