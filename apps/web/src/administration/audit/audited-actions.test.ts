import { expect, test } from 'vitest'
import { administration } from '../../i18n/ja/administration.ts'
import { auditedActions } from './audited-actions.ts'

test('every action that the audit log may hold has words', () => {
  const words = Object.keys(administration)
  expect(auditedActions.length).toBeGreaterThan(15)
  expect(auditedActions.filter((name) => !words.includes(`action.${name}`))).toEqual([])
})
