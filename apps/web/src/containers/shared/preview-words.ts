/** Words of a line as it is being typed. `open`: a quote is not closed yet (or it ends with a backslash). */
export interface Words {
  readonly words: readonly string[]
  readonly open: boolean
}

/**
 * What the console will make of a line: blanks separate, quotes keep them, a backslash escapes
 * (in "…" only `"` and `\`). Tolerant, for a preview; the console judges.
 */
export function previewWords(text: string): Words {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at)
    const next = text.charAt(at + 1)
    if (char === '\\' && quote !== "'") {
      if (next === '') return { words: word === null ? words : [...words, word], open: true }
      const kept = quote === '"' && next !== '"' && next !== '\\'
      word = (word ?? '') + (kept ? char : '') + next
      at += 1
    } else if (quote === char) quote = ''
    else if (quote !== '') word = (word ?? '') + char
    else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + char
  }
  return { words: word === null ? words : [...words, word], open: quote !== '' }
}
