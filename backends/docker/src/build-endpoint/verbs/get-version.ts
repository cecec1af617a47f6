import { answerJson, type Call } from '../answer.ts'

/** What a client needs to know of the daemon, and nothing of the host. */
export async function getVersion({ parts, response }: Call): Promise<void> {
  const version = (await parts.docker.version()) as { Version?: string; Arch?: string }
  answerJson(response, 200, {
    Platform: { Name: 'Berth build endpoint' },
    Version: version.Version,
    ApiVersion: '1.41',
    MinAPIVersion: '1.24',
    Os: 'linux',
    Arch: version.Arch,
    Components: [],
  })
}
