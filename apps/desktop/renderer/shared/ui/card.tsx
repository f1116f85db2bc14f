import { Box, type BoxProps } from "@mantine/core";
import type { ComponentProps, ReactNode } from "react";
import classes from "./ui.module.css";

/** The one kind of surface: a hairline, no shadow. Never inside another. */
export function Card({ children, ...rest }: BoxProps & ComponentProps<"section"> & { readonly children: ReactNode }) {
  return (
    <Box component="section" p="md" {...rest} className={classes.card}>
      {children}
    </Box>
  );
}
