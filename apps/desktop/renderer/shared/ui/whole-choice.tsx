import { type ReactNode, useEffect, useRef, useState } from "react";
import classes from "./ui.module.css";

/** Around the field of a choice, which has one line: words that are longer than it stand whole below, as in German on a phone. */
export function WholeChoice({ children }: { readonly children: ReactNode }) {
  const around = useRef<HTMLDivElement>(null);
  const [cut, setCut] = useState("");
  useEffect(() => {
    const field = around.current?.querySelector("input");
    if (!field) return undefined;
    const measure = (): void => setCut(field.scrollWidth > field.clientWidth + 1 ? field.value : "");
    const sized = new ResizeObserver(measure);
    sized.observe(field);
    const chosen = new MutationObserver(measure);
    chosen.observe(field, { attributes: true, attributeFilter: ["value"] });
    return () => {
      sized.disconnect();
      chosen.disconnect();
    };
  }, []);
  return (
    <div ref={around}>
      {children}
      {cut !== "" && (
        // Who hears the page has the whole of it from the field.
        <div className={classes.wholeChoice} aria-hidden data-whole-choice>
          {cut}
        </div>
      )}
    </div>
  );
}
