import { useLingui } from "@lingui/react";
import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { createPortal, flushSync } from "react-dom";

/** Prints the verdict as a document of its own, whether by the button or by the browser's own command. */
export function PrintReport({ children }: { readonly children: ReactNode }) {
  const { i18n } = useLingui();
  const [isPrinting, setPrinting] = useState(false);

  useEffect(() => {
    // The browser takes the page as it is when this event ends.
    const begin = (): void => flushSync(() => setPrinting(true));
    const end = (): void => setPrinting(false);
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  }, []);

  return (
    <div>
      <Button variant="default" onClick={() => window.print()}>
        {i18n.t("Print report")}
      </Button>
      {isPrinting && createPortal(children, document.body)}
    </div>
  );
}
