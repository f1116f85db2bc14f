/** The project's version, put in by the build. */
declare const __LUCID_VERSION__: string;
