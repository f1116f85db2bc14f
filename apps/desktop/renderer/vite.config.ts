import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { build, defineConfig, type Plugin } from "vite";
import { compressedFiles } from "./bundling/compressed-files.ts";
import { leanFonts } from "./bundling/lean-fonts.ts";
import { plainEnglish } from "./bundling/plain-english.ts";
import { quietFeatures } from "./bundling/quiet-features.ts";
import { routesOnly } from "./bundling/routes-only.ts";
import { usedStyles } from "./bundling/used-styles.ts";
import { versionOfProject } from "./bundling/version.ts";

const here = fileURLToPath(new URL(".", import.meta.url));

/** The page says that verify.html stands beside it, and emptying the folder took it away: every build makes both. */
const verifyPage = (): Plugin => {
  let outDir: string;
  return {
    name: "lucid-verify-page",
    apply: "build",
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    async closeBundle(error) {
      if (!error) await build({ configFile: `${here}verify/vite.config.ts`, build: { outDir }, logLevel: "warn" });
    },
  };
};

export default defineConfig({
  root: here,
  // Absolute, because /sessions/<id> is a path of its own: the node answers every unknown path with this page.
  base: "/",
  plugins: [
    react(),
    // A message without a translation stops the build.
    lingui({ configPath: `${here}lingui.config.ts`, failOnMissing: true, failOnCompileError: true }),
    plainEnglish(),
    quietFeatures(),
    routesOnly(),
    usedStyles(),
    leanFonts(),
    versionOfProject(),
    // Where somebody builds again and again. What is shipped is compressed anew.
    compressedFiles(process.env["LUCID_COMPRESSED"]),
    verifyPage(),
  ],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "chrome130",
    // Fonts and pictures stay files: the content security policy names no data: source for fonts.
    assetsInlineLimit: 0,
    // The styles of all pages are some kB beside those that every page needs, and each file of their own is a way to the node and back.
    cssCodeSplit: false,
    reportCompressedSize: false,
    // The biggest are lists of words that passphrases are checked against: loaded by who chooses one, from the cache then.
    chunkSizeWarningLimit: 1_300,
    rolldownOptions: {
      // On a slow machine they fill the screen of whoever starts the node for the first time.
      checks: { bundlerTimings: false },
      output: {
        codeSplitting: {
          groups: [
            // What every page needs, in three files: the libraries, what features share, and what stands around the pages. The wallet's
            // and the viewer's libraries stay with the pages that load them.
            {
              name: "vendor",
              tags: ["$initial"],
              test: /node_modules[\\/](react|react-dom|scheduler|@mantine|@floating-ui|@tabler|@tanstack|@orpc|@lingui|zod|zustand)[\\/]/,
            },
            { name: "shared", tags: ["$initial"], test: /[\\/](renderer[\\/]shared|packages[\\/]contract)[\\/]/ },
            // Named one by one: what is only passed on by a feature's door would count as needed by every page.
            {
              name: "start",
              tags: ["$initial"],
              test: /[\\/]features[\\/](.*-address|wallet[\\/](vault|shared-unlock|ask-for-wallet|lock-time)|tron[\\/]use-payments-on|(live|session|invoices)[\\/]index|invoices[\\/](invoice-reducers|use-session-order)|chain[\\/]chain-reducers|shell[\\/](use-viewer|areas|palette[\\/]typed-ahead)|emergency[\\/]emergency-words|verify[\\/]dropped-files|step-up[\\/]step-up-dialog|(emergency|notifications|shell)[\\/]\w+\.module)\.(ts|tsx|css)$/,
            },
            // In one file: a selection takes the parts of its list when it is loaded (`Select` those of `Combobox`), and split into
            // files that load one another it takes some before they are there.
            {
              name: "selections",
              test: /node_modules[\\/]@mantine[\\/]core[\\/](?!.*use-pills-reorder).*[\\/](Combobox|Select|Input|InputBase|ScrollArea|CloseButton)[\\/]/,
            },
            // Of several at once: few rooms have one. Nothing of the above loads it.
            {
              name: "multi-selections",
              test: /node_modules[\\/]@mantine[\\/]core[\\/].*[\\/](MultiSelect|Pill|PillsInput|use-pills-reorder)[\\/]/,
            },
            {
              name: "vendor-pages",
              test: /node_modules[\\/](@mantine|@floating-ui|@tabler|@tanstack|zustand)[\\/]/,
              minShareCount: 3,
            },
            // Small, and shared by several: each in a file of its own costs more, far from the node, than loading one that is not needed.
            {
              name: "login-parts",
              test: /[\\/]renderer[\\/](shared[\\/]text[\\/]language-choice|features[\\/](wallet[\\/](log-in|unlock-form|wallet-choice|backup-dialog|wallet\.module)|passkeys[\\/](browser-passkey|passkey-button|use-passkey)|second-factor[\\/]code-form|login[\\/]login-frame))\.(ts|tsx|css)$/,
            },
            {
              name: "session-parts",
              test: /[\\/]renderer[\\/](shared[\\/]ui[\\/]several[\\/]|features[\\/](sessions[\\/](sessions\.module|stop-dialog|use-sessions|when-cell|whose-cell|several[\\/]what-can-be-done)|new-session[\\/](use-start-draft|place-of)|recording[\\/](recording\.module|picture[\\/](picture-maker|page-picture-maker|use-picture))))|Icon(Dots|Pencil|ScreenShare)\.mjs$/,
            },
          ],
        },
      },
    },
  },
  worker: { format: "es", plugins: () => [quietFeatures()] },
});
