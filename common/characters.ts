/*
 * Classes of characters, ASCII only, so that UTF-16 units, UTF-8 bytes and Painless agree on them. Where they are asked
 * about a byte, its number is its character's.
 */

export const LINE_FEED = 10;
export const BLANK = 32;
export const MINUS = 45;
export const DOT = 46;
export const ZERO = 48;
export const NINE = 57;
export const LETTER_F = 102;
export const LETTER_T = 116;
export const OPENING_BRACE = 123;

export const isDigit = (code: number) => code >= ZERO && code <= NINE;

export const isLetter = (code: number) => (code | 32) >= 97 && (code | 32) <= 122;

export const isAlphanumeric = (code: number) => isDigit(code) || isLetter(code);
