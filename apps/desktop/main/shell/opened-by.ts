import { extname, isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { InvitationSecret } from "@lucid/contract";
import { readVerifyLink, writeExpectation } from "@lucid/proof";

/** What a start of the program, or a second one, asks for. */
export type Asked =
  | { readonly kind: "window" }
  /** Nothing is to be shown: the node starts with the computer. */
  | { readonly kind: "background" }
  /** A page of the user's window. Only what was read of the link is in it. */
  | { readonly kind: "page"; readonly path: `/${string}` }
  /** A file to be verified before anything else is shown. */
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "refused"; readonly why: "not-a-link" | "too-many" };

/** Nobody needs more at once, and each is a window. */
const MAX_FILES = 8;
/** Of a deep link. Longer ones are not looked at. */
const MAX_LINK = 2_048;
const FILE_NAMES: ReadonlySet<string> = new Set([".lucid", ".mp4"]);
const SCHEME = "lucid:";

export const BACKGROUND_SWITCH = "--background";

/**
 * Reads a command line: links `lucid://...`, files to verify, and switches, which are Chromium's and are passed over. What else
 * stands there was not meant for us.
 * @param folder of whoever started the program: names of files are meant from there.
 */
export function readArguments(args: readonly string[], folder: string): readonly Asked[] {
  const asked: Asked[] = [];
  let files = 0;
  for (const argument of args) {
    if (argument.toLowerCase().startsWith(SCHEME)) asked.push(readDeepLink(argument));
    else if (argument.startsWith("--")) continue;
    else {
      const path = argument.startsWith("file://") ? pathOf(argument) : argument;
      if (path === undefined || !FILE_NAMES.has(extname(path).toLowerCase())) continue;
      files += 1;
      asked.push(
        files > MAX_FILES
          ? { kind: "refused", why: "too-many" }
          : { kind: "file", path: isAbsolute(path) ? path : resolve(folder, path) },
      );
    }
  }
  if (asked.length > 0) return asked;
  return [{ kind: args.includes(BACKGROUND_SWITCH) ? "background" : "window" }];
}

function pathOf(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    // Of another computer, or no address at all: there is no such file here.
    return undefined;
  }
}

/** Any page on the web can make the system open such a link: nothing of it is passed on that was not read. */
export function readDeepLink(link: string): Asked {
  const refused: Asked = { kind: "refused", why: "not-a-link" };
  if (link.length > MAX_LINK) return refused;
  const verify = /^lucid:\/\/verify\/?[?#]?(.*)$/is.exec(link)?.[1];
  if (verify !== undefined) {
    const read = readVerifyLink(`lucid://verify?${verify}`);
    return read.ok ? { kind: "page", path: `/verify#${writeExpectation(read.expectation)}` } : refused;
  }
  const join = /^lucid:\/\/join\/?(?:[?#]invite=)?(.*)$/is.exec(link)?.[1];
  const secret = InvitationSecret.safeParse(join);
  return secret.success ? { kind: "page", path: `/join#invite=${secret.data}` } : refused;
}
