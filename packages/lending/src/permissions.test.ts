import { BerthError, permissions, roles } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { authorize, mayUse, type Actor } from './permissions.ts'

const student: Actor = { account: 'alice', role: 'student' }
const administrator: Actor = { account: 'root', role: 'administrator' }
const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof BerthError) return error.code
    throw error
  }
  return 'passed'
}

describe('mayUse', () => {
  it('admits nobody without a login to anything but the public', () => {
    expect(permissions.filter((permission) => mayUse(permission, null))).toEqual(['public'])
  })
  it('keeps administration from students and teachers', () => {
    for (const role of ['student', 'teacher'] as const) {
      const refused = permissions.filter((permission) => !mayUse(permission, { account: 'x', role }))
      expect(refused).toEqual([
        'agent',
        'container:read-all',
        'image:administer',
        'backend:administer',
        'account:administer',
        'audit:read',
      ])
    }
  })
  it('gives no user the agents’ permission', () => {
    for (const role of roles) expect(mayUse('agent', { account: 'x', role })).toBe(false)
  })
})

describe('authorize', () => {
  it('passes owner and administrator', () => {
    const resource = { owner: 'alice' }
    expect(authorize(student, 'container:enter', resource)).toBe(resource)
    expect(authorize(administrator, 'container:enter', resource)).toBe(resource)
  })
  it('answers the same for what is absent and what is another’s', () => {
    const bob = { owner: 'bob' }
    expect(codeOf(() => authorize(student, 'container:read', bob))).toBe('not-found')
    expect(codeOf(() => authorize(student, 'container:read', undefined))).toBe('not-found')
    expect(codeOf(() => authorize({ account: 't', role: 'teacher' }, 'container:read', bob))).toBe(
      'not-found',
    )
    expect(codeOf(() => authorize(student, 'container:read', { owner: 'Alice' }))).toBe('not-found')
  })
  it('leaves tokens to their owner even before administrators', () => {
    expect(codeOf(() => authorize(administrator, 'token:own', { owner: 'alice' }))).toBe('not-found')
  })
})
