import { quoted, refusal } from '../refusal.ts'

export type Variables = ReadonlyMap<string, string>

/**
 * A word of a FROM or ARG as the builder's shell lexer gives it: quotes and escapes undone, `$name`, `${name}`,
 * `${name:-word}` and `${name:+word}` replaced. What is not set is empty.
 */
export function expandWord(word: string, variables: Variables, escape: string): string {
  const reader = { word, position: 0 }
  return expandUntil(reader, '', variables, escape)
}

interface Reader {
  readonly word: string
  position: number
}

function expandUntil(reader: Reader, end: string, variables: Variables, escape: string): string {
  const { word } = reader
  let result = ''
  let quote = ''
  while (reader.position < word.length) {
    const character = word.charAt(reader.position)
    if (character === end && quote === '') break
    reader.position += 1
    if (character === quote) quote = ''
    else if (quote === '' && (character === '"' || character === "'")) quote = character
    else if (character === escape && quote !== "'") {
      result += word.charAt(reader.position)
      reader.position += 1
    } else if (character === '$' && quote !== "'") result += variable(reader, variables, escape)
    else result += character
  }
  if (quote !== '') throw refusal(`A quote is not closed in ${quoted(word)}.`)
  return result
}

function variable(reader: Reader, variables: Variables, escape: string): string {
  const { word } = reader
  if (word.charAt(reader.position) !== '{') {
    const name = /^\w+/.exec(word.slice(reader.position))?.[0] ?? ''
    reader.position += name.length
    return name === '' ? '$' : (variables.get(name) ?? '')
  }
  const head = /^\{(\w+)(:[-+])?/.exec(word.slice(reader.position))
  if (head === null) throw refusal(`The variable in ${quoted(word)} cannot be read.`)
  reader.position += head[0].length
  const value = variables.get(head[1] ?? '') ?? ''
  const other = expandUntil(reader, '}', variables, escape)
  if (word.charAt(reader.position) !== '}') throw refusal(`A brace is not closed in ${quoted(word)}.`)
  reader.position += 1
  if (head[2] === undefined) {
    if (other !== '') throw refusal(`The variable in ${quoted(word)} cannot be read.`)
    return value
  }
  if (head[2] === ':-') return value === '' ? other : value
  return value === '' ? '' : other
}
