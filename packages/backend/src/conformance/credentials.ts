import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Bench } from './subject.ts'
import { failsWith } from './waiting.ts'

const seconds = 3_600

export function credentialTests(bench: () => Bench): void {
  const issue = (account: string) => bench().backend.tenantCredentials(account, { seconds })
  const able = async () => (await bench().backend.info()).capabilities.credentials

  describe('credentials', () => {
    it('issues a token of the asked length for the account’s own place, or refuses', async () => {
      const account = `conf-${randomUUID().slice(0, 8)}`
      if (!(await able())) return failsWith('capability-missing', issue(account))
      const asked = Date.now()
      const first = await issue(account)
      const life = Date.parse(first.expiresAt) - asked
      expect(life).toBeGreaterThan((seconds - 60) * 1_000)
      expect(life).toBeLessThan((seconds + 60) * 1_000)
      const second = await issue(account)
      expect(second.namespace).toBe(first.namespace)
      await bench().backend.removeTenant(account)
    })

    it('gives no two accounts the same place', async () => {
      const accounts = [`conf-${randomUUID().slice(0, 8)}`, `Conf_${randomUUID().slice(0, 8)}`]
      if (!(await able())) return failsWith('capability-missing', issue(accounts[0]!))
      const given = await Promise.all(accounts.map(issue))
      expect(new Set(given.map(({ namespace }) => namespace)).size).toBe(2)
      await Promise.all(accounts.map((account) => bench().backend.removeTenant(account)))
    })

    it('revokes, also where nothing was issued, or refuses', async () => {
      const account = `conf-${randomUUID().slice(0, 8)}`
      const revoke = () => bench().backend.revokeTenantCredentials(account)
      if (!(await able())) return failsWith('capability-missing', revoke())
      await revoke()
      await issue(account)
      await revoke()
      await revoke()
      await bench().backend.removeTenant(account)
    })
  })
}
