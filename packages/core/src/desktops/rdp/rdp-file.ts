export interface RdpFileOptions {
  readonly host: string;
  readonly port: number;
  readonly geometry: { readonly width: number; readonly height: number };
  readonly clipboard: boolean;
}

/**
 * Text of an `.rdp` file for Windows (mstsc) and others that read it. The password is never in it. `enablecredsspsupport:i:0` because
 * xrdp offers TLS without network level authentication; `authentication level:i:2` shows the certificate's fingerprint to compare.
 */
export function rdpFile(options: RdpFileOptions): string {
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  const lines = [
    `full address:s:${host}:${options.port}`,
    "username:s:session",
    "prompt for credentials:i:1",
    "enablecredsspsupport:i:0",
    "authentication level:i:2",
    `desktopwidth:i:${options.geometry.width}`,
    `desktopheight:i:${options.geometry.height}`,
    "session bpp:i:32",
    "smart sizing:i:1",
    "screen mode id:i:1",
    `redirectclipboard:i:${options.clipboard ? 1 : 0}`,
    "redirectdrives:i:0",
    "redirectprinters:i:0",
    "redirectcomports:i:0",
    "redirectsmartcards:i:0",
    "audiomode:i:2",
    "audiocapturemode:i:0",
    "autoreconnection enabled:i:1",
  ];
  return `${lines.join("\r\n")}\r\n`;
}
