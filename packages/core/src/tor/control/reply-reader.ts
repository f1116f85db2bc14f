/** One answer or event of tor's control port (control-spec, 2.3). A line with data has it after its text, behind a line feed. */
export interface ControlReply {
  readonly status: number;
  readonly lines: readonly string[];
}

/** Far more than the longest answer that is asked for. */
const MAX_CHARACTERS = 1_048_576;
const LINE = /^(\d{3})([ +-])(.*)$/s;

/** Takes what the control port says as it comes and tells each whole reply. @throws on what is no reply. */
export function createReplyReader(heard: (reply: ControlReply) => void): (text: string) => void {
  let rest = "";
  let lines: string[] = [];
  let data: string[] | undefined;

  function take(line: string): void {
    if (data) {
      if (line !== ".") return void data.push(line.startsWith(".") ? line.slice(1) : line);
      lines.push(`${lines.pop() ?? ""}\n${data.join("\n")}`);
      data = undefined;
      return;
    }
    const [, status, separator, text] = LINE.exec(line) ?? [];
    if (status === undefined || text === undefined) throw new Error("Tor's control port said what is no reply");
    lines.push(text);
    if (separator === "+") data = [];
    if (separator !== " ") return;
    const reply = { status: Number(status), lines };
    lines = [];
    heard(reply);
  }

  return (text) => {
    const parts = (rest + text).split("\r\n");
    rest = parts.pop() ?? "";
    if (rest.length > MAX_CHARACTERS) throw new Error("Tor's control port said too long a line");
    for (const part of parts) take(part);
  };
}

/** `KEY=value` and `KEY="quoted value"` of one line. */
export function fieldsOf(line: string): Readonly<Record<string, string>> {
  const found = line.matchAll(/([A-Za-z_]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g);
  return Object.fromEntries(
    Array.from(found, ([, key = "", quoted, plain = ""]) => [
      key,
      quoted === undefined ? plain : quoted.replaceAll(/\\(.)/g, "$1"),
    ]),
  );
}
