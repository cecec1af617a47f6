import { answerJson, type Call } from '../answer.ts'
import { ownOnly } from '../own-images.ts'
import { imageFolder } from '../own-name.ts'
import { refusal } from '../refusal.ts'

/** The account's own images, by their names in its folder alone. */
export async function listImages({ parts, response, query }: Call): Promise<void> {
  const { account } = parts.tenant
  const wanted = namesIn(query.get('filters'))
  const images = await parts.docker.listImages({ filters: { reference: [`${imageFolder(account)}/*`] } })
  const rows = images.flatMap((image) => {
    const tags = ownOnly(image.RepoTags, account).filter((tag) => isWanted(tag, wanted, account))
    const { Id, Created, Size, Labels } = image
    return tags.length === 0
      ? []
      : [
          {
            Id,
            Created,
            Size,
            VirtualSize: Size,
            SharedSize: -1,
            Containers: -1,
            Labels,
            ParentId: '',
            RepoTags: tags,
            RepoDigests: ownOnly(image.RepoDigests, account),
          },
        ]
  })
  answerJson(response, 200, rows)
}

function isWanted(tag: string, wanted: readonly string[], account: string): boolean {
  const short = tag.slice(imageFolder(account).length + 1)
  const forms = [tag, short, tag.replace(/:[^:]*$/, ''), short.replace(/:[^:]*$/, '')]
  return wanted.length === 0 || wanted.some((name) => forms.includes(name))
}

/** `filters={"reference":["hello"]}`, or the older `{"reference":{"hello":true}}`. */
function namesIn(filters: string | null): string[] {
  if (filters === null || filters === '') return []
  let value: unknown
  try {
    value = JSON.parse(filters)
  } catch {
    throw refusal('The filters are not JSON.')
  }
  if (typeof value !== 'object' || value === null) throw refusal('The filters are not JSON.')
  const names = 'reference' in value ? value.reference : []
  if (Object.keys(value).some((key) => !['reference', 'dangling'].includes(key)))
    throw refusal('Images are filtered by their names only here.')
  if (Array.isArray(names)) return names.map(String)
  return typeof names === 'object' && names !== null ? Object.keys(names) : []
}
