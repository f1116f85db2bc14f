import type { DesktopTemplate } from "../template.ts";
import { openboxConfig, openboxMenu, shellCommand } from "./openbox-config.ts";

/** Folder of the session's files inside the sandbox. */
export const SESSION_FOLDER = "/run/lucid";
/** Lines of the session script to the node begin with this. They inform; nothing is decided by them but readiness. */
export const REPORT = "lucid:";

/**
 * Keeps the window manager running and starts the applications once it is ready: a window mapped before might stay invisible. The first
 * line of the file descriptor tells the node that the desktop is ready.
 */
function sessionScript(template: DesktopTemplate): string {
  const applications = template.applications.map(
    ({ command, restart }, index) => `keep ${restart} ${shellCommand([String(index)])} ${shellCommand(command)} &`,
  );
  return `#!/bin/sh
if [ "$1" = applications ]; then
  echo ${REPORT}ready
  [ -e "$XDG_RUNTIME_DIR/started" ] && exit 0
  : > "$XDG_RUNTIME_DIR/started"
  keep() {
    restart=$1 index=$2 pause=1
    shift 2
    while :; do
      "$@"
      echo "${REPORT}exit $index $?"
      [ "$restart" = always ] || return
      sleep $pause
      [ $pause -lt 8 ] && pause=$((pause * 2))
    done
  }
  ${applications.join("\n  ")}
  exit 0
fi
while :; do
  openbox --sm-disable --config-file ${SESSION_FOLDER}/rc.xml --startup "/bin/sh ${SESSION_FOLDER}/session.sh applications"
  echo "${REPORT}exit openbox $?"
  sleep 1
done
`;
}

const RESOURCES = `*faceName: monospace
*faceSize: 12
XTerm*background: #11161c
XTerm*foreground: #e6e9ee
XTerm*cursorColor: #7cc4ff
XTerm*color4: #6aa7ff
XTerm*color12: #8cbcff
XTerm*internalBorder: 10
XTerm*saveLines: 5000
XTerm*utf8: 1
XTerm*termName: xterm-256color
XTerm*selectToClipboard: true
XTerm*metaSendsEscape: true
XTerm*allowTitleOps: true
XTerm*scrollBar: false
`;

/** A flat dark theme: what people look at is what is in the windows. */
const THEME = `border.width: 1
padding.width: 8
padding.height: 5
window.handle.width: 0
window.client.padding.width: 0
window.active.border.color: #0e151c
window.inactive.border.color: #0e151c
window.active.title.bg: Flat Solid
window.active.title.bg.color: #2a3b4d
window.inactive.title.bg: Flat Solid
window.inactive.title.bg.color: #1f2b38
window.active.label.bg: Parentrelative
window.active.label.text.color: #eef2f6
window.inactive.label.bg: Parentrelative
window.inactive.label.text.color: #8a97a5
window.active.button.unpressed.bg: Parentrelative
window.active.button.unpressed.image.color: #b8c4d0
window.active.button.hover.bg: Flat Solid
window.active.button.hover.bg.color: #3a5068
window.active.button.hover.image.color: #ffffff
window.active.button.pressed.bg: Flat Solid
window.active.button.pressed.bg.color: #4a6583
window.inactive.button.unpressed.bg: Parentrelative
window.inactive.button.unpressed.image.color: #5f6c7a
menu.border.width: 1
menu.border.color: #0e151c
menu.items.bg: Flat Solid
menu.items.bg.color: #1f2b38
menu.items.text.color: #dfe5eb
menu.items.active.bg: Flat Solid
menu.items.active.bg.color: #35618e
menu.items.active.text.color: #ffffff
osd.bg: Flat Solid
osd.bg.color: #1f2b38
osd.label.bg: Parentrelative
osd.label.text.color: #eef2f6
`;

const BASHRC = `PS1='\\[\\e[38;5;75m\\]\\w\\[\\e[0m\\] \\$ '
HISTFILE=
alias ls='ls --color=auto'
if [ -z "$LUCID_WELCOMED" ] && [ ! -e "$XDG_RUNTIME_DIR/welcomed" ]; then
  : > "$XDG_RUNTIME_DIR/welcomed"
  cat ${SESSION_FOLDER}/welcome
fi
`;

export interface SessionFilesOptions {
  readonly template: DesktopTemplate;
  readonly xauthority: Buffer;
  /** Lines for /etc/hosts besides localhost. */
  readonly hosts: readonly string[];
  readonly nameServer: string | undefined;
}

/** Every file that is made for one sandbox, by its path inside. They are handed over through pipes and never touch the disk. */
export function sessionFiles(options: SessionFilesOptions): ReadonlyMap<string, string | Buffer> {
  const { template } = options;
  return new Map<string, string | Buffer>([
    [`${SESSION_FOLDER}/session.sh`, sessionScript(template)],
    [`${SESSION_FOLDER}/rc.xml`, openboxConfig(template)],
    [`${SESSION_FOLDER}/menu.xml`, openboxMenu(template)],
    [`${SESSION_FOLDER}/welcome`, template.welcome],
    [`${SESSION_FOLDER}/Xresources`, RESOURCES],
    [`${SESSION_FOLDER}/Xauthority`, options.xauthority],
    [`${SESSION_FOLDER}/bashrc`, BASHRC],
    ["/home/user/.themes/Lucid/openbox-3/themerc", THEME],
    ["/etc/passwd", "user:x:1000:1000:Lucid session:/home/user:/bin/bash\n"],
    ["/etc/group", "user:x:1000:\n"],
    ["/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n"],
    ["/etc/hosts", ["127.0.0.1 localhost desktop", ...options.hosts, ""].join("\n")],
    ["/etc/resolv.conf", options.nameServer === undefined ? "" : `nameserver ${options.nameServer}\n`],
  ]);
}
