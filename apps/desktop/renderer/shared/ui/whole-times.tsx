import type { ReactNode } from "react";
import classes from "./ui.module.css";

/** As `formatUtc` writes them. */
const UTC = /(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} UTC)/;

/** A sentence whose UTC times stay on one line each: a browser breaks them at their hyphens. */
export const withWholeTimes = (sentence: string): ReactNode =>
  sentence.split(UTC).map((part, place) => (place % 2 === 1 ? <WholeTime key={place} text={part} /> : part));

const WholeTime = ({ text }: { readonly text: string }) => <span className={classes.wholeTime}>{text}</span>;
