/** The version of Log AI; `package.json` holds the same, a test compares them. */
export const VERSION = '0.2.0';
