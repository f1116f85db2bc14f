import { Link } from "@tanstack/react-router";
import { BrandMark } from "../../shared/ui/index.ts";
import classes from "./shell.module.css";

export const Brand = () => (
  <Link to="/sessions" className={classes.brand}>
    <BrandMark />
    Lucid
  </Link>
);
