import { answerJson, type Call } from '../answer.ts'

/** What a client needs to know of the daemon, and nothing of the host. */
export async function getInfo({ parts, response }: Call): Promise<void> {
  const { limits, account } = parts.tenant
  const version = (await parts.docker.version()) as { Version?: string; Arch?: string }
  answerJson(response, 200, {
    ID: `berth-${account}`,
    Name: 'berth',
    ServerVersion: version.Version,
    OSType: 'linux',
    Architecture: version.Arch,
    OperatingSystem: 'Berth build endpoint',
    NCPU: Math.ceil(limits.cpus),
    MemTotal: limits.memory,
    SecurityOptions: [],
    Warnings: null,
  })
}
