import { expect, test } from 'vitest'
import * as en from './en/index.ts'
import * as ja from './ja/index.ts'

const areas = Object.keys(ja) as (keyof typeof ja)[]
const texts = (area: Record<string, string>) => Object.entries(area)
/** Plurals have more forms in English. */
const stem = (key: string) => key.replace(/_(one|other)$/, '')

test.each(areas)('%s says the same things in both languages, and none with an empty text', (area) => {
  const japanese = new Set(texts(ja[area]).map(([key]) => stem(key)))
  const english = new Set(texts(en[area]).map(([key]) => stem(key)))
  expect(english).toEqual(japanese)
  for (const [key, text] of [...texts(ja[area]), ...texts(en[area])]) expect(text.trim(), key).not.toBe('')
})

test.each(areas)('%s has the same places to fill in', (area) => {
  const places = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1]).sort()
  const english: Record<string, string> = en[area]
  for (const [key, text] of texts(ja[area])) {
    const same = english[key] ?? english[`${stem(key)}_other`] ?? ''
    expect(places(same), key).toEqual(places(text))
  }
})
