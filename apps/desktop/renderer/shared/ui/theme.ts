import {
  type AnchorProps,
  type CheckboxProps,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type KbdProps,
  type MantineColorsTuple,
  type MantineThemeComponent,
  type MenuProps,
  type ModalProps,
  type PopoverProps,
  type RadioProps,
  type SelectProps,
  type SwitchProps,
  type TooltipProps,
  type VariantColorsResolver,
} from "@mantine/core";
import { createElement } from "react";
import { WholeChoice } from "./whole-choice.tsx";

// Index 7 is the light theme's value and index 4 the dark one's, for each of the three colours that mean something.
const accent: MantineColorsTuple = [
  "#e2f4f0",
  "#c5e9e1",
  "#9bdccf",
  "#6dd2bf",
  "#3fc8b0",
  "#2aa893",
  "#178f7c",
  "#0f7b6c",
  "#0b6155",
  "#08483f",
];
const recording: MantineColorsTuple = [
  "#fdecec",
  "#fad4d4",
  "#f7b1b1",
  "#ff8e8e",
  "#ff6b6b",
  "#ee5555",
  "#dd4545",
  "#d13b3b",
  "#a82c2c",
  "#7f2020",
];
const warning: MantineColorsTuple = [
  "#fbf3e2",
  "#f6e5c0",
  "#f0d596",
  "#eac475",
  "#e5b454",
  "#d09b3a",
  "#c28a2c",
  "#b7791f",
  "#8f5e16",
  "#67430f",
];
const dark: MantineColorsTuple = [
  "#e8ebf0",
  "#c9ced8",
  "#9aa3b2",
  "#7b8494",
  "#262c36",
  "#1d222a",
  "#161a20",
  "#0f1216",
  "#0b0d10",
  "#07090b",
];
const gray: MantineColorsTuple = [
  "#f6f7f9",
  "#eef0f3",
  "#e3e6eb",
  "#d3d7de",
  "#b9bfc9",
  "#8b93a1",
  "#5d6472",
  "#474d59",
  "#2c3038",
  "#16181d",
];

/** What can be pressed: the accent is kept for what is proven. */
const ink: MantineColorsTuple = [
  "#f6f7f9",
  "#eef0f3",
  "#e3e6eb",
  "#d3d7de",
  "#d9dde4",
  "#8b93a1",
  "#474d59",
  "#2c3038",
  "#16181d",
  "#0f1114",
];

/** Text on a filled surface is dark in the dark theme: white on #3fc8b0 would have a contrast of 2:1. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  return input.variant === "filled" ? { ...colors, color: "var(--lucid-on-filled)" } : colors;
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#f6f7f9",
    "--mantine-color-text": "#16181d",
    "--mantine-color-dimmed": "#5d6472",
    "--mantine-color-placeholder": "#5d6472",
    "--mantine-color-default-border": "#e3e6eb",
    "--mantine-color-default-hover": "#f1f3f6",
    "--mantine-color-error": "#c02f2f",
    "--mantine-color-recording-light-color": "#c02f2f",
    "--lucid-surface": "#ffffff",
    "--lucid-line": "#e3e6eb",
    "--lucid-field-line": "#858d9b",
    "--lucid-accent": "#0f7b6c",
    "--lucid-accent-soft": "#e2f4f0",
    "--lucid-pressed": "#eef0f3",
    "--lucid-recording": "#d13b3b",
    "--lucid-warning": "#b7791f",
    "--lucid-on-filled": "#ffffff",
    "--mantine-primary-color-contrast": "var(--lucid-on-filled)",
  },
  dark: {
    "--mantine-color-body": "#0f1216",
    "--mantine-color-text": "#e8ebf0",
    "--mantine-color-dimmed": "#9aa3b2",
    "--mantine-color-placeholder": "#9aa3b2",
    "--mantine-color-default-border": "#262c36",
    "--mantine-color-error": "#ff8e8e",
    "--mantine-color-recording-light-color": "#ff8e8e",
    // Mantine would take the palest shade, in which no colour is left.
    "--mantine-color-recording-outline": "#ff6b6b",
    "--mantine-color-warning-outline": "#e5b454",
    "--mantine-color-accent-outline": "#3fc8b0",
    "--mantine-color-disabled": "#20262e",
    "--mantine-color-disabled-color": "#7b8494",
    "--lucid-surface": "#161a20",
    "--lucid-line": "#262c36",
    "--lucid-field-line": "#6b7483",
    "--lucid-accent": "#3fc8b0",
    "--lucid-accent-soft": "#12312c",
    "--lucid-pressed": "#262c36",
    "--lucid-recording": "#ff6b6b",
    "--lucid-warning": "#e5b454",
    "--lucid-on-filled": "#0b1512",
    "--mantine-primary-color-contrast": "var(--lucid-on-filled)",
  },
});

// Below 150 ms a change reads as immediate and still shows where it came from.
const transitionProps = { duration: 120 };

/** What a component is without being told. Mantine's own `extend` says the same, and would have every page load the component. */
const defaults = <Props extends object>(defaultProps: Partial<Props>): MantineThemeComponent => ({ defaultProps });

export const theme = createTheme({
  colors: { accent, recording, warning, dark, gray, ink },
  primaryColor: "ink",
  primaryShade: { light: 7, dark: 4 },
  variantColorResolver,
  black: "#16181d",
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: '"JetBrains Mono Variable", ui-monospace, monospace',
  fontSizes: { xs: "0.75rem", sm: "0.875rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  lineHeights: { xs: "1.35", sm: "1.43", md: "1.43", lg: "1.5", xl: "1.4" },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "16px" },
  defaultRadius: "md",
  headings: {
    fontWeight: "620",
    sizes: {
      h1: { fontSize: "1.25rem", lineHeight: "1.75rem" },
      h2: { fontSize: "1rem", lineHeight: "1.5rem" },
      h3: { fontSize: "0.875rem", lineHeight: "1.25rem" },
    },
  },
  shadows: {
    xs: "none",
    sm: "none",
    md: "0 4px 16px rgb(0 0 0 / 10%)",
    lg: "0 8px 24px rgb(0 0 0 / 14%)",
    xl: "0 8px 24px rgb(0 0 0 / 14%)",
  },
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    // Of the text's colour, it is told from text by its line.
    Anchor: defaults<AnchorProps>({ underline: "always" }),
    // Tick and dot are told from what they stand on in both themes.
    Checkbox: defaults<CheckboxProps>({ iconColor: "var(--lucid-on-filled)" }),
    Radio: defaults<RadioProps>({ iconColor: "var(--lucid-on-filled)" }),
    Modal: defaults<ModalProps>({ centered: true, radius: "lg", transitionProps, overlayProps: { backgroundOpacity: 0.4 } }),
    // Monospace is for hashes, times and codes, and its font is loaded for them.
    Kbd: defaults<KbdProps>({ ff: "text" }),
    // The placeholder that Mantine puts first into an open menu is no menu item, and no child a menu may have.
    Menu: defaults<MenuProps>({ transitionProps, shadow: "md", withInitialFocusPlaceholder: false }),
    Popover: defaults<PopoverProps>({ transitionProps, shadow: "md" }),
    // The list itself scrolls, which its field steers: an area around it would be one that no key reaches.
    Select: defaults<SelectProps>({
      withScrollArea: false,
      styles: { options: { maxHeight: 260, overflowY: "auto" } },
      inputContainer: (field) => createElement(WholeChoice, null, field),
    }),
    // What is pressed is 24 px high at least, its name as well.
    Switch: defaults<SwitchProps>({ styles: { body: { paddingBlock: 2, marginBlock: -2 } } }),
    Tooltip: defaults<TooltipProps>({ transitionProps, openDelay: 300 }),
  },
});
