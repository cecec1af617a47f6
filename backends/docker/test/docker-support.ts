import type Docker from 'dockerode'
import { pack } from 'tar-stream'

/** Makes an image that is another with this command, and gives its name. */
export const commandImage = (
  docker: Docker,
  base: string,
  name: string,
  command: string[],
): Promise<string> => derivedImage(docker, base, name, `CMD ${JSON.stringify(command)}`)

/** Makes an image that is another with these labels, and gives its name. */
export const labelledImage = (
  docker: Docker,
  base: string,
  name: string,
  labels: Readonly<Record<string, string>>,
): Promise<string> =>
  derivedImage(
    docker,
    base,
    name,
    ...Object.entries(labels).map(([label, value]) => `LABEL ${label}=${value}`),
  )

/** Makes an image that is another with more instructions, and gives its name. */
export async function derivedImage(
  docker: Docker,
  base: string,
  name: string,
  ...instructions: string[]
): Promise<string> {
  const reference = `berth-test/${name}:1`
  const context = pack()
  context.entry({ name: 'Dockerfile' }, [`FROM ${base}`, ...instructions, ''].join('\n'))
  context.finalize()
  const progress = await docker.buildImage(context as unknown as NodeJS.ReadableStream, { t: reference })
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(progress, (error: Error | null) => (error ? reject(error) : resolve()))
  })
  return reference
}
