export const PAGE_SCHEME = "app";
export const PAGE_ORIGIN = `${PAGE_SCHEME}://lucid`;

/** Whether an address is one of the page's own. */
export const isPage = (url: string): boolean => URL.canParse(url) && new URL(url).href.startsWith(`${PAGE_ORIGIN}/`);
