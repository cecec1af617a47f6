import { splitReference } from '../translate/image-reference.ts'
import { imageFolder } from './own-name.ts'
import { inspect, pullAs, type PullOptions } from './pull-base.ts'
import { quoted, refusal } from './refusal.ts'
import type { BuildParts } from './tenant.ts'

/**
 * Has an image of Berth's own that lies on other hosts come here from the installation's registry, by the right that the
 * console judges now. Throws `build-refused` where it cannot be got, saying where it lies.
 */
export async function bringStored(
  parts: BuildParts,
  named: string,
  reference: string,
  { signal, tell }: PullOptions,
): Promise<void> {
  const { account, elsewhere } = parts.tenant
  const place = elsewhere.get(reference)
  if (place === undefined) return
  // Built a moment ago, which the console has not told yet.
  const own = reference.startsWith(`${imageFolder(account)}/`)
  if (!place.stored && own && (await inspect(parts, reference)) !== undefined) return
  const { backends } = place
  const away = (why: string) =>
    refusal(
      `${quoted(named)} lies on ${backends.length === 0 ? 'another server' : backends.map(quoted).join(', ')} and not on the server of this build${why}: build where it lies.`,
    )
  if (!place.stored) throw away('')
  tell(`Getting ${reference}\n`)
  const given = await parts.logins.want({ account, reference }, signal)
  if (given?.from === undefined) throw away(', and could not be got')
  const { from, login } = given
  parts.closedRepositories.add(splitReference(from).repository)
  const failure = await pullAs(parts, from, login, signal)
  if (failure !== undefined) throw away(', and could not be got')
  await take(parts, reference, from)
}

/** Under its own name and no other, unless what has the name here is newer still. */
async function take(parts: BuildParts, reference: string, from: string): Promise<void> {
  const [here, got] = [await inspect(parts, reference), await inspect(parts, from)]
  const older = here === undefined || Date.parse(here.Created) < Date.parse(got?.Created ?? '')
  const { repository, tag } = splitReference(reference)
  if (older) await parts.docker.getImage(from).tag({ repo: repository, tag })
  await parts.docker.getImage(from).remove()
}
