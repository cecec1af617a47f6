import type { ImageInspectInfo } from 'dockerode'
import { expect, it } from 'vitest'
import { ownerByLabel } from './owner-by-label.ts'

const image = (RepoDigests: string[], instance = 'here') =>
  ({
    Config: { Labels: { 'berth.instance': instance, 'berth.account': 'alice' } },
    RepoDigests,
  }) as unknown as ImageInspectInfo
const digest = `sha256:${'a'.repeat(64)}`
const ownerOf = (reference: string, digests: string[] = [], instance?: string) =>
  ownerByLabel(image(digests, instance), reference, 'here')

it('tells whose an image is that somebody named on the host', () => {
  expect(ownerOf('docker.io/library/foo:1')).toBe('alice')
  expect(ownerOf('registry.example/a/b:1', [`docker.io/other@${digest}`])).toBe('alice')
})

it('leaves alone what a registry gave, what another installation built, and Berth’s own names', () => {
  expect(ownerOf('docker.io/library/foo:1', [`foo@${digest}`])).toBeUndefined()
  expect(ownerOf('docker.io/alice/foo:1', [`alice/foo@${digest}`])).toBeUndefined()
  expect(ownerOf('registry.example:5000/a/b:1', [`registry.example:5000/a/b@${digest}`])).toBeUndefined()
  expect(ownerOf('docker.io/library/foo:1', [], 'elsewhere')).toBeUndefined()
  expect(ownerOf('berth.internal/alice/foo:1')).toBeUndefined()
})
