import { expect, it } from 'vitest'
import type { Caller } from './caller.ts'
import { concerns } from './open-streams.ts'

const person = { account: 'alice', role: 'student', displayName: 'A', source: 'local' } as const
const browser: Caller = {
  ...person,
  by: { kind: 'session', hash: Buffer.from('aa', 'hex'), expiresAt: new Date() },
}
const script: Caller = { ...person, by: { kind: 'token', id: 't1' } }

it.each([
  [{ account: 'bob' }, false, false],
  [{ account: 'alice' }, true, true],
  [{ account: 'alice', hash: 'aa' }, true, false],
  [{ account: 'alice', hash: 'bb' }, false, false],
  [{ account: 'alice', except: 'aa' }, false, true],
  [{ account: 'alice', except: 'bb' }, true, true],
  [{ account: 'alice', token: 't1' }, false, true],
  [{ account: 'alice', token: 't2' }, false, false],
])('%j ends the browser’s streams: %s, the script’s: %s', (ended, ofBrowser, ofScript) => {
  expect([concerns(ended, browser), concerns(ended, script)]).toEqual([ofBrowser, ofScript])
})
