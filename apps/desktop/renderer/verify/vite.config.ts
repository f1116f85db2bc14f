import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { quietFeatures } from "../bundling/quiet-features.ts";
import { versionOfProject } from "../bundling/version.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const renderer = fileURLToPath(new URL("..", import.meta.url));

/** The page may run the one script it holds, and reach nothing: no host, no frame, no form. */
const policyFor = (script: string): string =>
  [
    "default-src 'none'",
    `script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`,
    "style-src 'unsafe-inline'",
    "worker-src blob:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

/** Puts script and style into the page, so that it is one file that also works from a disk. */
function oneFile(): Plugin {
  return {
    name: "lucid-one-file",
    enforce: "post",
    generateBundle: {
      // Vite's own hook is to be done with what it puts around a script that is loaded when it is asked for.
      order: "post",
      handler(_options, bundle) {
        let script = "";
        let style = "";
        for (const [name, output] of Object.entries(bundle)) {
          if (name.endsWith(".html")) continue;
          if (output.type === "chunk") script += output.code;
          else if (name.endsWith(".css")) style += output.source.toString();
          else continue;
          delete bundle[name];
        }
        // An end tag inside of a string would end the element.
        script = script.replaceAll("</script", "<\\/script");
        const page = bundle["index.html"];
        if (page?.type !== "asset") this.error("There is no page to put everything into");
        const html = page.source
          .toString()
          .replaceAll(/\s*<(?:script[^>]*src=[^>]*><\/script|link[^>]*(?:stylesheet|modulepreload)[^>]*)>/g, "");
        const head = [
          `<meta http-equiv="Content-Security-Policy" content="${policyFor(script)}" />`,
          `<style>${style}</style>`,
        ].join("");
        page.source = html
          .replace("</title>", (end) => `${end}${head}`)
          .replace("</body>", (end) => `<script type="module">${script}</script>${end}`);
        page.fileName = "verify.html";
      },
    },
  };
}

export default defineConfig({
  root: here,
  base: "./",
  // A page that carries a public folder along would not be one file.
  publicDir: false,
  plugins: [
    react(),
    lingui({ configPath: `${renderer}lingui.config.ts`, failOnMissing: true, failOnCompileError: true }),
    quietFeatures(),
    versionOfProject(),
    oneFile(),
  ],
  build: {
    // Beside the application's page, so that every node serves it as /verify.html.
    outDir: "../dist",
    emptyOutDir: false,
    target: "chrome130",
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
    // One script: what the application loads when it is asked for stands in it as well.
    rolldownOptions: { checks: { bundlerTimings: false }, output: { codeSplitting: false } },
  },
  // A module worker from a Blob does not start on a page that was opened from a disk; a classic one does.
  worker: { format: "iife" },
});
