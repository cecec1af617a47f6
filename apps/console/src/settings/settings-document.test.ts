import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generalSchema, ldapSchema } from './schema.ts'

const document = readFileSync(join(import.meta.dirname, '../../../../docs/operators/settings.md'), 'utf8')
const told = new Set([...document.matchAll(/`((?:BERTH|DATABASE)_[A-Z0-9_]+)/g)].map((match) => match[1]))

test('the operators’ document tells every setting', () => {
  const names = [...Object.keys(generalSchema.shape), ...Object.keys(ldapSchema.shape)]
  expect(names.filter((name) => !told.has(name))).toEqual([])
})

test('and none that does not exist', () => {
  const known = new Set([
    ...Object.keys(generalSchema.shape),
    ...Object.keys(ldapSchema.shape),
    'BERTH_CONFIG',
  ])
  const elsewhere = /^BERTH_(BACKENDS_BLADE1|AGENT|INSTANCE)/
  expect([...told].filter((name) => !known.has(name ?? '') && !elsewhere.test(name ?? ''))).toEqual([])
})
