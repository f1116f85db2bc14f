import type { DesktopTemplate } from "../template.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
const xml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

/** One argument for a POSIX shell. */
const shellQuote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
export const shellCommand = (command: readonly string[]): string => command.map(shellQuote).join(" ");

const key = (keys: string, action: string): string => `<keybind key="${keys}">${action}</keybind>`;
const button = (where: string, which: string, kind: string, action: string): string =>
  `<context name="${where}"><mousebind button="${which}" action="${kind}">${action}</mousebind></context>`;
const action = (name: string, inner = ""): string => `<action name="${name}">${inner}</action>`;

/** `rc.xml`: one desktop, a quiet theme, only the root menu, and no way to end the window manager. */
export function openboxConfig(template: DesktopTemplate): string {
  const full = template.applications.some((application) => application.window === "full");
  const rule =
    '<application class="*" type="normal"><decor>no</decor><maximized>true</maximized><focus>yes</focus></application>';
  return `<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
<focus><focusNew>yes</focusNew><followMouse>no</followMouse><raiseOnFocus>no</raiseOnFocus></focus>
<placement><policy>Smart</policy><center>yes</center></placement>
<theme><name>Lucid</name><titleLayout>LIMC</titleLayout><keepBorder>yes</keepBorder><animateIconify>no</animateIconify>
${["ActiveWindow", "InactiveWindow", "MenuHeader", "MenuItem"].map((place) => `<font place="${place}"><name>sans</name><size>10</size></font>`).join("\n")}
</theme>
<desktops><number>1</number><popupTime>0</popupTime></desktops>
<keyboard>
${key("A-Tab", action("NextWindow"))}
${key("A-F4", action("Close"))}
</keyboard>
<mouse>
<context name="Frame"><mousebind button="A-Left" action="Press">${action("Focus")}${action("Raise")}</mousebind><mousebind button="A-Left" action="Drag">${action("Move")}</mousebind></context>
<context name="Titlebar"><mousebind button="Left" action="Press">${action("Focus")}${action("Raise")}</mousebind><mousebind button="Left" action="Drag">${action("Move")}</mousebind><mousebind button="Left" action="DoubleClick">${action("ToggleMaximize")}</mousebind></context>
${["Bottom", "BLCorner", "BRCorner", "TLCorner", "TRCorner", "Left", "Right", "Top"].map((edge) => button(edge, "Left", "Drag", action("Resize"))).join("\n")}
${button("Close", "Left", "Click", action("Close"))}
${button("Maximize", "Left", "Click", action("ToggleMaximize"))}
${button("Iconify", "Left", "Click", action("Iconify"))}
<context name="Client"><mousebind button="Left" action="Press">${action("Focus")}${action("Raise")}</mousebind></context>
${button("Root", "Right", "Press", action("ShowMenu", "<menu>root-menu</menu>"))}
</mouse>
<menu><file>/run/lucid/menu.xml</file><showIcons>no</showIcons></menu>
<applications>${full ? rule : ""}</applications>
</openbox_config>
`;
}

export function openboxMenu(template: DesktopTemplate): string {
  const items = template.menu.map(
    ({ label, command }) =>
      `<item label="${xml(label)}">${action("Execute", `<command>${xml(shellCommand(command))}</command>`)}</item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<openbox_menu xmlns="http://openbox.org/3.4/menu">
<menu id="root-menu" label="${xml(template.title)}">
${items.join("\n")}
</menu>
</openbox_menu>
`;
}
