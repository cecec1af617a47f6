import { expect, test } from 'vitest'
import { en } from './en.ts'
import { languageOf } from './index.ts'
import { ja } from './ja.ts'

function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  return Object.entries(value as object).flatMap(([key, each]) => texts(each, `${path}.${key}`))
}
const parametersOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort()

test('both languages say everything, with the same parameters', () => {
  const japanese = new Map(texts(ja))
  expect([...japanese.keys()]).toEqual(texts(en).map(([path]) => path))
  for (const [path, text] of texts(en))
    expect([path, parametersOf(japanese.get(path)!)]).toEqual([path, parametersOf(text)])
})

test.each([
  [{ LANG: 'ja_JP.UTF-8' }, 'ja'],
  [{ LANG: 'ja' }, 'ja'],
  [{ LANG: 'ja_JP.UTF-8', LC_ALL: 'C.UTF-8' }, 'en'],
  [{ LANG: 'en_US.UTF-8', LC_ALL: '' }, 'en'],
  [{ LC_MESSAGES: 'ja_JP.eucJP', LANG: 'C' }, 'ja'],
  [{ LANG: 'jam_JM' }, 'en'],
  [{}, 'en'],
])('%o reads %s', (env, language) => {
  expect(languageOf(env)).toBe(language)
})
