import type { Capabilities } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { credentialsBackends, type CredentialsBackend } from './credentials-backends.ts'

function backend(name: string, credentials: boolean, reachable = true): CredentialsBackend {
  const capabilities = { credentials } as Capabilities
  return { name, reachable, info: { capabilities, runtimeReachable: reachable } }
}

describe('the backends that hand out credentials', () => {
  const docker = backend('blade1', false)
  const down = backend('a-cluster', true, false)
  const up = backend('b-cluster', true)
  const names = (asked?: string) => credentialsBackends([docker, down, up], asked).map(({ name }) => name)

  it('are those with the capability, those that answer first', () => {
    expect(names()).toEqual(['b-cluster', 'a-cluster'])
  })

  it('are the one that was asked for, though it be down', () => {
    expect(names('a-cluster')).toEqual(['a-cluster'])
  })

  it('are refused where there is none', () => {
    expect(() => names('blade1')).toThrow(expect.objectContaining({ code: 'capability-missing' }))
    expect(() => names('nowhere')).toThrow(expect.objectContaining({ code: 'backend-unknown' }))
    expect(() => credentialsBackends([{ name: 'new', reachable: false, info: null }])).toThrow(
      expect.objectContaining({ code: 'capability-missing' }),
    )
  })
})
