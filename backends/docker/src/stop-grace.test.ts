import { expect, test } from 'vitest'
import { isDeafTo, type ProcessState } from './stop-grace.ts'

const nothing = '0000000000000000'
const term = '0000000000004000'
const state = (caught: string, blocked = nothing, more: Partial<ProcessState> = {}): ProcessState => ({
  status: `Name:\tsh\nSigPnd:\t${nothing}\nSigBlk:\t${blocked}\nSigIgn:\t${term}\nSigCgt:\t${caught}\n`,
  syscalls: ['61 0xffffffffffffffff 0x7ffd 0x0', '61 0xffffffffffffffff 0x7ffd 0x0'],
  threads: 1,
  ...more,
})
const waiting = '128 0x7ffc 0x7ffd 0x7ffe 0x8'
const other = '61 0xffffffffffffffff'

test.each([
  ['heeds no signal', state(nothing), true],
  ['catches SIGTERM', state(term), false],
  ['catches another signal', state('0000000000000002'), true],
  ['has blocked SIGTERM, to read it from a descriptor', state(nothing, term), false],
  ['waits for its queue, as tini does', state(nothing, nothing, { syscalls: [waiting, waiting] }), false],
  ['begins to wait for its queue', state(nothing, nothing, { syscalls: [other, waiting] }), false],
  ['runs', state(nothing, nothing, { syscalls: ['running\n', 'running\n'] }), false],
  ['has more threads', state(nothing, nothing, { threads: 2 }), false],
  ['cannot be read', { status: '', syscalls: [other], threads: 1 }, false],
])('a process that %s', (_, process, deaf) => {
  expect(isDeafTo(process, 15, 'x64')).toBe(deaf)
})

test('where the numbers of system calls are not known, nothing is certain', () => {
  expect(isDeafTo(state(nothing), 15, 'riscv64')).toBe(false)
  expect(isDeafTo(state(nothing), 15, 'arm64')).toBe(true)
})

test('a real-time signal is told from the others', () => {
  expect(isDeafTo(state('0000001000000000'), 37, 'x64')).toBe(false)
  expect(isDeafTo(state('0000001000000000'), 36, 'x64')).toBe(true)
})
