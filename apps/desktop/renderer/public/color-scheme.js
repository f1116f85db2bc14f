// Runs before the first paint, so that a dark page never starts with a white flash.
(() => {
  let kept = "auto";
  try {
    kept = localStorage.getItem("lucid.color-scheme") ?? "auto";
  } catch {
    kept = "auto";
  }
  const dark = kept === "dark" || (kept !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
