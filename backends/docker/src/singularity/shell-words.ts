/** One word between single quotes, in which a shell sees nothing but itself. */
export const singleQuoted = (text: string): string => `'${text.replaceAll("'", `'"'"'`)}'`

/** Text to stand between double quotes without being expanded. */
export const escaped = (text: string): string => text.replaceAll(/[\\"`$]/g, '\\$&')

/** Words, each between double quotes, to be evaluated by a shell. */
export const doubleQuoted = (words: readonly string[]): string =>
  words.map((word) => `"${escaped(word)}"`).join(' ')
