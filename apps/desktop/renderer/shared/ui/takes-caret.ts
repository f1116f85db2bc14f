/** As a `ref`: the field or button that a page is for has the focus as soon as it is there. Dialogs do so by themselves. */
export const takesCaret = (element: HTMLElement | null): void => element?.focus();
