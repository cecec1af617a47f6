import { expect, it } from 'vitest'
import { languageOf } from './language.ts'

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['ja', 'ja'],
  ['ja-JP,ja;q=0.9,en-US;q=0.8', 'ja'],
  ['en-US,en;q=0.9,ja;q=0.8', 'en'],
  ['en;q=0.5, ja;q=0.8', 'ja'],
  ['en,ja', 'en'],
  ['ja,en', 'ja'],
  ['fr,de', 'en'],
  ['fr, ja;q=0.1', 'ja'],
  ['ja;q=0', 'en'],
  ['*', 'en'],
  ['ja;q=x, en', 'en'],
])('%j is answered in %s', (header, language) => expect(languageOf(header)).toBe(language))
