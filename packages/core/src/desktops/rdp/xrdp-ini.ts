import type { DesktopPolicy } from "../desktop.ts";

export interface XrdpSettings {
  /** Port on 127.0.0.1 where RFB with the session's password is served. */
  readonly rfbPort: number;
  readonly display: number;
  /** Whether the clipboard channel exists at all, and xrdp-chansrv beside the display, which carries it. */
  readonly clipboard: boolean;
}

/** `xrdp.ini` of one session. Paths are those inside xrdp's sandbox. */
export function xrdpIni(settings: XrdpSettings): string {
  const lines = [
    "[Globals]",
    "ini_version=1",
    "fork=true",
    "port=unix://./run/lucid/rdp/rdp",
    "tcp_nodelay=true",
    "security_layer=tls",
    "crypt_level=high",
    "certificate=/run/lucid/certificate.pem",
    "key_file=/run/lucid/key.pem",
    "ssl_protocols=TLSv1.2, TLSv1.3",
    "autorun=desk",
    "require_credentials=false",
    "enable_token_login=true",
    "hidelogwindow=true",
    "allow_channels=true",
    "allow_multimon=false",
    "bitmap_cache=true",
    "bitmap_compression=true",
    "bulk_compression=true",
    "max_bpp=32",
    "new_cursors=true",
    "use_fastpath=both",
    "ls_title=Lucid",
    "",
    "[Logging]",
    "LogFile=/dev/null",
    "LogLevel=WARNING",
    "EnableSyslog=false",
    "EnableConsole=true",
    "ConsoleLevel=INFO",
    "",
    "[Channels]",
    "rdpdr=false",
    "rdpsnd=false",
    "drdynvc=false",
    `cliprdr=${settings.clipboard}`,
    "rail=false",
    "xrdpvr=false",
    "tcutils=false",
    "",
    "[desk]",
    "name=Lucid desktop",
    "lib=libvnc.so",
    "username=ask",
    "password=ask",
    "ip=127.0.0.1",
    `port=${settings.rfbPort}`,
    "delay_ms=0",
    ...(settings.clipboard ? [`chansrvport=DISPLAY(${settings.display})`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

const restricted = (isOpen: boolean): string => (isOpen ? "file" : "all");

/**
 * `sesman.ini` as far as xrdp-chansrv reads it: clipboard only, no drives, no files. The address is its way to say "unix sockets". What it
 * is told of directions keeps it from taking one clipboard for the other's sake; that nothing crosses is the clipboard gate's work.
 */
export const chansrvIni = ({ hostToRemote, remoteToHost }: DesktopPolicy["clipboard"]): string => `[Globals]
ListenAddress=127.0.0.1

[Security]
RestrictInboundClipboard=${restricted(hostToRemote)}
RestrictOutboundClipboard=${restricted(remoteToHost)}

[Chansrv]
EnableFuseMount=false

[ChansrvLogging]
LogLevel=WARNING
EnableSyslog=false
EnableConsole=true
ConsoleLevel=WARNING
`;
