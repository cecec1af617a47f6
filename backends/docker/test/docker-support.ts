import type Docker from 'dockerode'

/** Makes an image that is another with this command, and gives its name. */
export async function commandImage(
  docker: Docker,
  base: string,
  name: string,
  command: string[],
): Promise<string> {
  const container = await docker.createContainer({ Image: base })
  try {
    await container.commit({
      repo: `berth-test/${name}`,
      tag: '1',
      changes: `CMD ${JSON.stringify(command)}`,
    })
  } finally {
    await container.remove()
  }
  return `berth-test/${name}:1`
}
