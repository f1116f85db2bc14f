import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

import { findProgram } from "../ground/index.ts";
import { readTemplates } from "./read-templates.ts";
import { openboxMenu } from "./sandbox/openbox-config.ts";

const shipped = fileURLToPath(new URL("../../../../resources/templates", import.meta.url));

it("reads the templates that ship, whose programs all have a package that the setup installs", async () => {
  const templates = await readTemplates(shipped);
  expect([...templates.keys()]).toEqual(["blank", "desktop", "terminal"]);
  for (const template of templates.values()) {
    for (const { command } of [...template.applications, ...template.menu]) expect(findProgram(command[0] ?? "")).toBeDefined();
  }
});

it("names the file that does not fit", async () => {
  const directory = mkdtempSync(join(tmpdir(), "lucid-templates-"));
  writeFileSync(join(directory, "broken.json"), JSON.stringify({ name: "broken" }));
  await expect(readTemplates(directory)).rejects.toThrow("broken.json is not a desktop template");
  rmSync(directory, { recursive: true });
});

it("quotes what a template says, for the shell and for XML", async () => {
  const [template] = (await readTemplates(shipped)).values();
  if (!template) throw new Error("no template");
  const menu = openboxMenu({ ...template, title: `"<&>'`, menu: [{ label: "a<b", command: ["echo", "it's", "$HOME & more"] }] });
  expect(menu).toContain('label="&quot;&lt;&amp;&gt;&apos;"');
  expect(menu).toContain("<command>&apos;echo&apos; &apos;it&apos;\\&apos;&apos;s&apos; &apos;$HOME &amp; more&apos;</command>");
});
