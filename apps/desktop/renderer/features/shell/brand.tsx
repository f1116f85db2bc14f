import { Link } from "@tanstack/react-router";
import { BrandMark } from "../../shared/ui/index.ts";
import classes from "./shell.module.css";

export const Brand = () => (
  <Link to="/" className={classes.brand}>
    <BrandMark />
    Lucid
  </Link>
);
