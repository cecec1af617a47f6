import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)
const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` }

/**
 * Whether the firewall of this host has rules for a daemon's bridges. Undefined where it cannot be told: this process
 * is in another network namespace than the daemon, or may not see the rules.
 */
export async function probeFirewall(bridges: readonly string[]): Promise<boolean | undefined> {
  const here = bridges.filter((bridge) => existsSync(`/sys/class/net/${bridge}`))
  if (here.length === 0) return undefined
  return mentions(
    await Promise.all([rulesOf('iptables', ['-w', '1', '-S']), rulesOf('nft', ['list', 'ruleset'])]),
    here,
  )
}

/** One is enough: a network may be just being made or removed. */
export function mentions(
  rules: readonly (string | undefined)[],
  bridges: readonly string[],
): boolean | undefined {
  const known = rules.filter((text) => text !== undefined)
  if (known.length === 0) return undefined
  const words = new Set(known.flatMap((text) => text.split(/[\s",{}]+/)))
  return bridges.some((bridge) => words.has(bridge))
}

async function rulesOf(program: string, parameters: readonly string[]): Promise<string | undefined> {
  try {
    return (await run(program, parameters, { env, timeout: 2_000, maxBuffer: 64 * 1024 ** 2 })).stdout
  } catch {
    return undefined
  }
}
