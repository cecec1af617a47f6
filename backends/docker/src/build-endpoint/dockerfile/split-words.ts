/** Go's unicode.IsSpace. */
const space = /[\t\n\v\f\r \u{85}\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}]/u

/**
 * The words of LABEL and ARG, as parseWords of moby/buildkit's Dockerfile parser splits them: at spaces outside
 * quotes; an escape takes the next character with it, but not in single quotes. Quotes and escapes stay.
 */
export function splitWords(text: string, escape: string): string[] {
  const words: string[] = []
  let word = ''
  let quote = ''
  const characters = Array.from(text)
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? ''
    if (quote === '' && space.test(character)) {
      if (word !== '') words.push(word)
      word = ''
      continue
    }
    word += character
    if (character === quote) quote = ''
    else if (quote === '' && (character === '"' || character === "'")) quote = character
    else if (character === escape && quote !== "'") {
      index += 1
      word += characters[index] ?? ''
    }
  }
  return word === '' ? words : [...words, word]
}
