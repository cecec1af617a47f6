import { expect, it, test } from 'vitest'
import { mayLimitStorage } from '../engine/engine-facts.ts'
import { keptBy, mustMeasure } from './kept-on-disk.ts'

const GiB = 2 ** 30
const labelled = {
  'berth.instance': 'i1',
  'berth.account': 'alice',
  'berth.container': 'c1',
  'berth.name': 'web',
}

it('counts what a running container keeps, its unnamed volumes with it, and nobody else’s', () => {
  const one = { Id: 'r1', Names: ['/web.alice.i1'], Labels: labelled, State: 'running', SizeRw: 5 }
  const mounts = [
    { Type: 'volume', Name: 'v1' },
    { Type: 'bind', Source: '/x' },
  ]
  const use = {
    Containers: [
      { ...one, Mounts: mounts },
      { ...one, Id: 'r2', State: 'exited' },
      { ...one, Id: 'r3', Names: ['/build'] },
      { ...one, Id: 'r4', Labels: null },
    ],
    Volumes: [
      { Name: 'v1', UsageData: { Size: 7 } },
      { Name: 'v2', UsageData: { Size: 100 } },
    ],
  }
  expect(keptBy(use, 'i1')).toEqual([{ id: 'c1', runtimeId: 'r1', bytes: 12 }])
  expect(keptBy({ Containers: [one], Volumes: null }, 'i1')).toMatchObject([{ bytes: 5 }])
  expect(
    keptBy(
      {
        Containers: [{ ...one, Mounts: [{ Type: 'volume', Name: 'v' }] }],
        Volumes: [{ Name: 'v', UsageData: { Size: -1 } }],
      },
      'i1',
    ),
  ).toMatchObject([{ bytes: 5 }])
  expect(keptBy({}, 'i1')).toEqual([])
})

const minute = 60_000
const last = { at: 0, free: 100 * GiB, largest: 12 * GiB }

test.each<[string, Parameters<typeof mustMeasure>[0], number, number | null, boolean]>([
  ['at first', undefined, 0, 100 * GiB, true],
  ['nothing written', last, minute, 100 * GiB, false],
  ['less than half of what the largest has left', last, minute, 97 * GiB, false],
  ['more than half of it', last, minute, 95 * GiB, true],
  ['nothing left', { ...last, largest: 30 * GiB }, minute, 99 * GiB, true],
  ['a while ago', last, 10 * minute, 100 * GiB, true],
  ['out of sight', { ...last, free: null }, minute, null, false],
  ['out of sight for long', { ...last, free: null }, 5 * minute, null, true],
])('measures the disk where it must: %s', (_, before, at, free, expected) =>
  expect(mustMeasure(before, { at, free }, 20 * GiB)).toBe(expected),
)

test.each<[string, [string, string][], boolean]>([
  ['overlay2', [['Backing Filesystem', 'xfs']], true],
  ['overlay2', [['Backing Filesystem', 'extfs']], false],
  ['btrfs', [], true],
  ['zfs', [], true],
  ['vfs', [], false],
  ['btrfs', [['driver-type', 'io.containerd.snapshotter.v1']], false],
])('storage %s with %j may limit: %s', (Driver, DriverStatus, expected) =>
  expect(mayLimitStorage({ Driver, DriverStatus })).toBe(expected),
)
