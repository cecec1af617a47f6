import { expect, it, test } from 'vitest'
import { mentions } from './firewall.ts'
import { hardeningChecks, type HardeningFacts } from './hardening.ts'

const sound: HardeningFacts = {
  info: {
    SecurityOptions: ['name=seccomp,profile=default', 'name=userns'],
    MemoryLimit: true,
    PidsLimit: true,
    CpuCfsQuota: true,
  },
  socketMode: 0o140660,
  protocol: 'http',
  apart: true,
  storageLimited: true,
  diskLimit: 20 * 2 ** 30,
}
const failed = (over: Partial<HardeningFacts>) =>
  hardeningChecks({ ...sound, ...over })
    .filter(({ passed }) => !passed)
    .map(({ name, required }) => [name, required])
const info = (over: HardeningFacts['info']) => ({ info: { ...sound.info, ...over } })

it('finds nothing missing where nothing is', () => expect(failed({})).toEqual([]))

test.each<[string, Partial<HardeningFacts>, [string, boolean][]]>([
  ['no remapping', info({ SecurityOptions: ['name=seccomp,profile=default'] }), [['user-namespaces', true]]],
  ['a rootless daemon', info({ SecurityOptions: ['name=seccomp,profile=default', 'name=rootless'] }), []],
  ['no seccomp', info({ SecurityOptions: ['name=userns'] }), [['seccomp', true]]],
  [
    'an unconfined profile',
    info({ SecurityOptions: ['name=userns', 'name=seccomp,profile=unconfined'] }),
    [['seccomp', true]],
  ],
  [
    'no word on security',
    info({ SecurityOptions: null }),
    [
      ['user-namespaces', true],
      ['seccomp', true],
    ],
  ],
  ['no limit of memory', info({ MemoryLimit: false }), [['cgroup-limits', true]]],
  ['no limit of processes', info({ PidsLimit: false }), [['cgroup-limits', true]]],
  ['a socket for everybody', { socketMode: 0o140666 }, [['socket-private', true]]],
  ['TCP without TLS', { socketMode: undefined, protocol: 'http' }, [['socket-private', true]]],
  ['TCP with TLS', { socketMode: undefined, protocol: 'https' }, []],
  ['iptables: false', { apart: false }, [['inter-container-isolation', true]]],
  ['a firewall out of sight', { apart: undefined }, [['inter-container-isolation', false]]],
  ['storage without limits', { storageLimited: false }, [['disk-limit', false]]],
])('tells %s', (_, over, expected) => expect(failed(over)).toEqual(expected))

const rules =
  '-N DOCKER-ISOLATION-STAGE-1\n-A DOCKER-ISOLATION-STAGE-1 -i br-0123456789ab ! -o br-0123456789ab -j X'

test.each<[string, (string | undefined)[], boolean | undefined]>([
  ['rules of the bridge', [rules, undefined], true],
  ['rules of nftables', [undefined, 'iifname { "br-0123456789ab", "docker0" } drop'], true],
  ['none at all', ['-P FORWARD ACCEPT', ''], false],
  ['chains left behind, and none of this bridge', [rules.replaceAll('0123', '3210'), ''], false],
  ['no word', [undefined, undefined], undefined],
])('reads from %s whether networks are apart', (_, text, expected) =>
  expect(mentions(text, ['br-0123456789ab'])).toBe(expected),
)
