import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { contract } from "@lucid/contract";
import { isContractProcedure } from "@orpc/contract";
import { build, type Plugin } from "vite";
import { expect, it, onTestFinished } from "vitest";
import { compressedFiles } from "./compressed-files.ts";
import { leanFonts, lettersOf } from "./lean-fonts.ts";
import { plainEnglish } from "./plain-english.ts";
import { quietFeatures } from "./quiet-features.ts";
import { routesOf, routesOnly } from "./routes-only.ts";
import { usedStyles } from "./used-styles.ts";

/** Builds a page of these files with these plugins; the folder with what came out. */
async function buildPage(
  files: Readonly<Record<string, string | Uint8Array>>,
  plugins: Plugin | readonly Plugin[],
): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "lucid-bundling-"));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  await build({ root, configFile: false, logLevel: "silent", plugins: [plugins].flat() });
  return join(root, "dist/assets");
}

const html = '<!doctype html><script type="module" src="/main.ts"></script>';

it("takes from behind a feature's door what is used and no more", async () => {
  const assets = await buildPage(
    {
      "index.html": html,
      "main.ts": 'import { used } from "./features/shop/index.ts"; document.title = used();',
      "features/shop/index.ts": 'export { used } from "./used.ts"; export { unused } from "./unused.ts";',
      "features/shop/used.ts": 'export const used = () => "wanted";',
      "features/shop/unused.ts": 'const made = document.createElement("unwanted"); export const unused = () => made;',
    },
    quietFeatures(),
  );
  const code = (await Promise.all((await readdir(assets)).map((file) => readFile(join(assets, file), "utf8")))).join("\n");
  expect(code).toContain("wanted");
  expect(code).not.toContain("unwanted");
});

it("keeps of a font the weights and letters that the page writes with", async () => {
  const font = await readFile(
    fileURLToPath(import.meta.resolve("@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2")),
  );
  const face = (family: string, range: string) =>
    `@font-face { font-family: "${family}"; src: url(./mono.woff2) format("woff2-variations"); unicode-range: ${range}; }`;
  const sizeWith = async (css: string): Promise<number> => {
    const assets = await buildPage(
      { "index.html": html, "main.ts": 'import "./main.css";', "main.css": css, "mono.woff2": font },
      [{ name: "files", config: () => ({ build: { assetsInlineLimit: 0, cssCodeSplit: false } }) }, leanFonts()],
    );
    const [file = ""] = (await readdir(assets)).filter((name) => name.endsWith(".woff2"));
    const built = await readFile(join(assets, file));
    expect(built.subarray(0, 4).toString()).toBe("wOF2");
    return built.length;
  };
  const [latin, codes, few] = [
    await sizeWith(face("Text", "U+??, U+131, U+2000-206F, U+2191, U+2193")),
    await sizeWith(face("JetBrains Mono Variable", "U+??, U+131, U+2000-206F, U+2191, U+2193")),
    await sizeWith(face("JetBrains Mono Variable", "U+30-39")),
  ];
  expect(latin).toBeLessThan(font.length * 0.8);
  expect(codes).toBeLessThan(latin * 0.8);
  expect(few).toBeLessThan(codes);
});

it("reads a range of letters", () => {
  expect(lettersOf("U+41-43, U+6?, U+131")).toBe("ABC`abcdefghijklmnoı");
});

it("puts the same bytes, compressed, beside what is large enough", async () => {
  const text = `export const words = ${JSON.stringify("many of the same words ".repeat(200))};`;
  const assets = await buildPage(
    {
      "index.html": html,
      "main.ts": 'import("./large.ts").then(({ words }) => document.write(words)); import("./small.ts");',
      "large.ts": text,
      "small.ts": "document.title = 'x';",
    },
    compressedFiles(),
  );
  const files = await readdir(assets);
  const large = files.find((file) => /^large-.*\.js$/.test(file)) ?? "";
  const plain = await readFile(join(assets, large), "utf8");
  const brotli = await readFile(join(assets, `${large}.br`));
  expect(brotli.length).toBeLessThan(plain.length / 10);
  expect(brotliDecompressSync(brotli).toString()).toBe(plain);
  expect(gunzipSync(await readFile(join(assets, `${large}.gz`))).toString()).toBe(plain);
  expect(files.filter((file) => file.startsWith("small-"))).toHaveLength(1);
});

it("compresses what an earlier build compressed no second time", async () => {
  const kept = await mkdtemp(join(tmpdir(), "lucid-compressed-"));
  onTestFinished(() => rm(kept, { recursive: true }));
  const files = { "index.html": html, "main.ts": `document.title = ${JSON.stringify("many of the same words ".repeat(200))};` };
  const compressed = async (): Promise<Buffer> => {
    const assets = await buildPage(files, compressedFiles(kept));
    const file = (await readdir(assets)).find((name) => name.endsWith(".br")) ?? "";
    return await readFile(join(assets, file));
  };
  const first = await compressed();
  const names = await readdir(kept);
  expect(names.map((name) => name.replace(/^[0-9a-f]{64}/, "")).toSorted()).toEqual([".br", ".gz"]);
  expect(await compressed()).toEqual(first);
  for (const name of names) await writeFile(join(kept, name), "what was kept");
  expect((await compressed()).toString()).toBe("what was kept");
});

it("leaves out of the English catalogue what is its own key, and nothing else", async () => {
  const catalogue = { "Log in": ["Log in"], "Step {n}": ["Step ", ["n"]], other: ["another text"] };
  const compiled: Plugin = {
    name: "compiled",
    transform: {
      filter: { id: /en\.po$/ },
      handler: () => `export const messages=JSON.parse(${JSON.stringify(JSON.stringify(catalogue))});`,
    },
  };
  const assets = await buildPage(
    {
      "index.html": html,
      "main.ts": 'import { messages } from "./locales/en.po"; document.title = JSON.stringify(messages);',
      "locales/en.po": "",
    },
    [compiled, plainEnglish()],
  );
  const code = (await Promise.all((await readdir(assets)).map((file) => readFile(join(assets, file), "utf8")))).join("\n");
  expect(code).toContain("Step {n}");
  expect(code).toContain("another text");
  expect(code).not.toContain("Log in");
});

const mantine = [
  "@layer mantine{.m_aaaaaa11{color:red}.m_bbbbbb22,.m_aaaaaa11:where([data-x]){margin:1px}",
  "@media (width>1px){.m_bbbbbb22{color:green}}.mantine-active:active{top:1px}:root{--kept:1}}",
].join("");
const stylesOf = async (assets: string): Promise<string> => {
  const sheet = (await readdir(assets)).find((file) => file.endsWith(".css")) ?? "";
  return await readFile(join(assets, sheet), "utf8");
};

/** All styles of a page in one sheet, which is put together at the end of a build. */
const oneSheet: Plugin = { name: "one-sheet", config: () => ({ build: { cssCodeSplit: false } }) };

it.each([
  ["of each page in a sheet of its own", []],
  ["of all pages in one sheet", [oneSheet]],
])(
  "keeps the styles of what a component in the build can have, and everything that names no component: %s",
  async (_how, more) => {
    const assets = await buildPage(
      {
        "index.html": html,
        "main.ts": 'import "./mantine.css"; document.title = "m_aaaaaa11"; import("./later.ts");',
        "later.ts": 'document.body.className = "m_cccccc33";',
        "mantine.css": `${mantine}.m_cccccc33{left:0}`,
      },
      [...more, usedStyles()],
    );
    const styles = await stylesOf(assets);
    for (const kept of ["m_aaaaaa11{", "[data-x]", "mantine-active", "--kept", "m_cccccc33"]) expect(styles).toContain(kept);
    for (const gone of ["m_bbbbbb22", "@media"]) expect(styles).not.toContain(gone);
  },
);

it("does not build a page in whose code no component of Mantine's is found by the name of its class", async () => {
  const files = { "index.html": html, "main.ts": 'import "./mantine.css";', "mantine.css": mantine };
  await expect(buildPage(files, usedStyles())).rejects.toThrow("Mantine");
});

it("takes of the contract its routes and who may call them, all of them and nothing else", async () => {
  const assets = await buildPage(
    {
      "index.html": html,
      "main.ts": 'import { contract } from "./shared/api/routes.ts"; document.title = JSON.stringify(contract);',
      "shared/api/routes.ts": "export const contract = {};",
    },
    routesOnly(),
  );
  const [file = ""] = (await readdir(assets)).filter((name) => name.endsWith(".js"));
  expect(await readFile(join(assets, file), "utf8")).toContain("/sessions/{session_id}");

  let procedures = 0;
  const compare = (whole: object, routes: object): void => {
    if (isContractProcedure(whole)) {
      procedures += 1;
      const { route, meta } = whole["~orpc"];
      const { method, path, inputStructure, outputStructure } = route;
      const expected = { method, path, inputStructure, outputStructure };
      const whoMay = meta["personOnly"] === true ? { access: meta["access"], personOnly: true } : { access: meta["access"] };
      expect(routes).toEqual({ "~orpc": { errorMap: {}, meta: whoMay, route: expected } });
    } else {
      expect(Object.keys(routes)).toEqual(Object.keys(whole));
      const parts = new Map<string, object>(Object.entries(routes));
      for (const [name, part] of Object.entries(whole)) compare(part, parts.get(name) ?? {});
    }
  };
  compare(contract, routesOf(contract));
  expect(procedures).toBeGreaterThan(40);
});
