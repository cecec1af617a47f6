import type Docker from 'dockerode'
import { pack } from 'tar-stream'

/** Makes an image that is another with this command, and gives its name. */
export async function commandImage(
  docker: Docker,
  base: string,
  name: string,
  command: string[],
): Promise<string> {
  const reference = `berth-test/${name}:1`
  const context = pack()
  context.entry({ name: 'Dockerfile' }, `FROM ${base}\nCMD ${JSON.stringify(command)}\n`)
  context.finalize()
  const progress = await docker.buildImage(context as unknown as NodeJS.ReadableStream, { t: reference })
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(progress, (error: Error | null) => (error ? reject(error) : resolve()))
  })
  return reference
}
