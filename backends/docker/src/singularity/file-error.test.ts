import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { once } from 'node:events'
import { BerthError } from '@berth/contract'
import { expect, it } from 'vitest'
import { fileError } from './file-error.ts'

const absent = '/nowhere/at/all'
const thrownBy = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error)

it('tells a folder that is gone from a daemon that is', async () => {
  expect(fileError(await thrownBy(readFile(absent)))).toMatchObject({
    code: 'singularity-failed',
    params: { message: 'the folder of SIF files cannot be used (ENOENT)' },
  })
  const refused = await thrownBy(once(connect(absent), 'connect'))
  expect(fileError(refused)).toBe(refused)
})

it('tells a full disk, and leaves what is told already', () => {
  const full = Object.assign(new Error('full'), { code: 'ENOSPC', errno: -28, syscall: 'write' })
  expect(fileError(full)).toMatchObject({ code: 'disk-full' })
  const told = new BerthError('cancelled')
  expect(fileError(told)).toBe(told)
})
