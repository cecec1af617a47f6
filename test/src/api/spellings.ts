import { createHash } from 'node:crypto'
import type { Container } from '@berth/contract'
import { expect } from 'vitest'
import type { TestDocker } from '../fixtures/docker.ts'
import type { Caller } from './caller.ts'

/** All ways to write `owner`'s image, for `thief`: its reference, its ID, its digest, and names that it does not have. */
export function spellingsOf(owner: string, image: string, contentId: string, thief: string): string[] {
  const name = image.replace(/:.*/, '')
  const hex = contentId.replace('sha256:', '')
  const folder = `berth.internal/${owner}`
  return [
    `${folder}/${image}`,
    image,
    `${owner}/${image}`,
    `BERTH.INTERNAL/${owner}/${image}`,
    `Berth.Internal/${owner}/${image}`,
    `berth.internal:443/${owner}/${image}`,
    `berth.internal:5000/${owner}/${image}`,
    `berth.internal/${owner.charAt(0).toUpperCase()}${owner.slice(1)}/${image}`,
    `${folder}//${image}`,
    `berth.internal/${thief}/../${owner}/${image}`,
    `berth.internal/./${owner}/${image}`,
    `https://${folder}/${image}`,
    `docker.io/${folder}/${image}`,
    `library/${image}`,
    ` ${folder}/${image}`,
    `${folder}/${image}\n`,
    `berth.internal./${owner}/${image}`,
    `${folder}/${image}@`,
    hex,
    hex.slice(0, 12),
    contentId,
    `@${contentId}`,
    `${folder}/${image}@${contentId}`,
    `${folder}/${name}@${contentId}`,
    `berth.internal/${thief}/${name}@${contentId}`,
    `${name}@${contentId}`,
    `docker.io/library/${name}@${contentId}`,
    `127.0.0.1:1/${owner}/${name}@${contentId}`,
    `${folder}/${name}@sha256:${createHash('sha256').update('else').digest('hex')}`,
  ]
}

/** Whether somebody gets a container of an image: neither at once nor after it was tried. */
export async function lends(
  { docker }: TestDocker,
  who: Caller,
  image: string,
  name: string,
): Promise<boolean> {
  const answer = await who.json('POST', '/containers', { name, image })
  if (!answer.ok) return false
  const { id } = (await answer.json()) as Container
  const { state } = await settled(who, id)
  const made = await docker.listContainers({ all: true, filters: { label: [`berth.container=${id}`] } })
  await who.giveBack(id)
  return state === 'running' || made.length > 0
}

/** The container once it runs, has failed, or has been refused for the first time by a registry. */
async function settled(who: Caller, id: string): Promise<Container> {
  const now = () => who.call<Container>('GET', `/containers/${id}`)
  const over = ({ state, reason }: Container) =>
    state === 'running' || state === 'failed' || reason !== undefined
  await expect.poll(async () => over(await now()), { timeout: 60_000 }).toBe(true)
  return now()
}
