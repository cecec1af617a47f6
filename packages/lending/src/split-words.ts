/**
 * Splits text into words as a POSIX shell does, with nothing expanded: blanks separate, '…' is literal,
 * in "…" a backslash escapes only `"` and `\`, elsewhere it escapes any character. `$`, `*`, `~`, `;` are ordinary.
 * Null if a quote is not closed or the text ends with a backslash.
 * https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02
 */
export function splitWords(text: string): string[] | null {
  const words: string[] = []
  let word: string | null = null
  let quote: '"' | "'" | null = null
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === '\\' && quote !== "'") {
      const next = text.charAt(at + 1)
      if (next === '') return null
      const kept = quote === '"' && next !== '"' && next !== '\\'
      word = (word ?? '') + (kept ? char : '') + next
      at += 1
    } else if (quote !== null) {
      if (char === quote) quote = null
      else word = (word ?? '') + char
    } else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word)
      word = null
    } else {
      word = (word ?? '') + char
    }
  }
  if (quote !== null) return null
  return word === null ? words : [...words, word]
}
