/**
 * A text from the server as it may be shown in a terminal: without control characters (C0 but newline and tab,
 * DEL, C1), which could move the cursor or set the title, and without bidirectional overrides, which could make it
 * read as another (https://trojansource.codes).
 */
export function plainText(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]|\p{Bidi_Control}/gu, '\ufffd')
}

/** The same on one line, for a table's cell. */
export const oneLine = (text: string): string => plainText(text).replaceAll(/[\t\n]+/g, ' ')
