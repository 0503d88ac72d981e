/*
 * Classes of characters, ASCII only, so that UTF-16 units, UTF-8 bytes and Painless agree on them. Where they are asked
 * about a byte, its number is its character's.
 */

export const LINE_FEED = 10;

export const isDigit = (code: number) => code >= 48 && code <= 57;

export const isLetter = (code: number) => (code | 32) >= 97 && (code | 32) <= 122;

export const isAlphanumeric = (code: number) => isDigit(code) || isLetter(code);
