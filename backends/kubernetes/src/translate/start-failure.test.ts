import { describe, expect, test } from 'vitest'
import type { Parts } from './observed-container.ts'
import { startFailure } from './start-failure.ts'

const made = Date.parse('2026-04-01T09:00:00Z')
const start = { image: 'registry.example/team/secret:1', command: '' }

/** As a watch tells it. */
const refused = JSON.parse(`{
  "deployment": {},
  "pods": [{
    "metadata": { "creationTimestamp": "2026-04-01T09:00:00Z" },
    "status": { "containerStatuses": [
      { "state": { "waiting": { "reason": "ErrImagePull", "message": "failed to authorize: 401 Unauthorized" } } }
    ] }
  }]
}`) as Parts

describe('a pull that the registry refused', () => {
  const code = (nowMs: number, loginsChangedMs?: number) =>
    startFailure(refused, { ...start, nowMs: made + nowMs, loginsChangedMs })?.code

  test('is believed at once where the account has no logins, or has had them for a while', () => {
    expect(code(500)).toBe('image-not-found')
    expect(code(500, made - 5_000)).toBe('image-not-found')
  })

  test('is tried a second time where the kubelet may not have heard of new logins', () => {
    expect(code(500, made - 4_999)).toBeUndefined()
    expect(code(19_999, made - 100)).toBeUndefined()
    expect(code(20_000, made - 100)).toBe('image-not-found')
  })
})
