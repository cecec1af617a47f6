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

/** Leaves nothing of an instance on the daemon. */
export async function removeInstance(docker: Docker, instance: string): Promise<void> {
  const filters = { label: [`berth.instance=${instance}`] }
  for (const { Id } of await docker.listContainers({ all: true, filters }))
    await docker.getContainer(Id).remove({ force: true, v: true })
  for (const { Id } of await docker.listNetworks({ filters })) await docker.getNetwork(Id).remove()
  for (const { Id } of await docker.listImages({ filters })) await docker.getImage(Id).remove({ force: true })
}
