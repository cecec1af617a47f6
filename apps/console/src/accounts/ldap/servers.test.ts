import { describe, expect, it } from 'vitest'
import { AllResting, createServers } from './servers.ts'

describe('servers', () => {
  it('are asked in order until one answers, and the failed one is passed over for a while', async () => {
    let time = 0
    const servers = createServers(['a', 'b'], () => time)
    const asked: string[] = []
    const ask = (url: string) => {
      asked.push(url)
      return url === 'a' ? Promise.reject(new Error('down')) : Promise.resolve(url)
    }
    expect(await servers.first(ask)).toBe('b')
    expect(await servers.first(ask)).toBe('b')
    expect(asked).toEqual(['a', 'b', 'b'])
    time = 10_000
    expect(await servers.first((url) => Promise.resolve(url))).toBe('b')
    expect(await servers.first((url) => Promise.resolve(url))).toBe('b')
  })
  it('that all failed cost nobody the time-out but one who tries again', async () => {
    let time = 0
    const servers = createServers(['a'], () => time)
    await expect(servers.first(() => Promise.reject(new Error('down')))).rejects.toThrow('down')
    await expect(servers.first(() => Promise.resolve('never asked'))).rejects.toBeInstanceOf(AllResting)
    time = 10_000
    const answer = Promise.withResolvers<string>()
    const probe = servers.first(() => answer.promise)
    await expect(servers.first(() => Promise.resolve('too early'))).rejects.toBeInstanceOf(AllResting)
    answer.resolve('back')
    expect(await probe).toBe('back')
    expect(await servers.first(() => Promise.resolve('up'))).toBe('up')
  })
})
