import { accountPattern } from '@berth/contract'
import { normalizeAccountName } from '@berth/lending'
import { type Client, type Entry, escapeFilter, NoSuchObjectError, SizeLimitExceededError } from 'ldapts'
import type { LdapSettings } from '../../settings/settings.ts'
import { groupOfDn, roleOf, type Group } from './group-role.ts'
import type { Person } from './person.ts'

/** The one person with this normalised name; null if there is none, or more than one, or the name cannot be one. */
export async function findPerson(
  client: Client,
  settings: LdapSettings,
  name: string,
): Promise<{ dn: string; person: Person } | null> {
  if (!accountPattern.test(name)) return null
  const { uidAttribute, base, filter = '' } = settings
  const wanted = `(${uidAttribute}=${escapeFilter`${name}`})`
  const entries = await search(client, base, `(&${filter}${wanted})`, [
    uidAttribute,
    'displayName',
    'cn',
    'memberOf',
  ])
  const [entry, another] = entries ?? []
  if (entry === undefined || another !== undefined) return null
  // The directory compares loosely (spaces, accents, forms of letters): what it found must be this very name.
  if (!values(entry, uidAttribute).some((uid) => normalizeAccountName(uid) === name)) return null
  const groups = [
    ...values(entry, 'memberOf').map(groupOfDn),
    ...(await groupsOf(client, settings, entry.dn, name)),
  ]
  const displayName = (values(entry, 'displayName')[0] ?? values(entry, 'cn')[0] ?? name).slice(0, 200)
  return { dn: entry.dn, person: { name, displayName, role: roleOf(groups, settings) } }
}

/** posixGroup names members by uid, groupOfNames and groupOfUniqueNames by distinguished name. */
async function groupsOf(client: Client, settings: LdapSettings, dn: string, name: string): Promise<Group[]> {
  if (settings.administrators.length + settings.teachers.length === 0) return []
  const filter = escapeFilter`(|(memberUid=${name})(member=${dn})(uniqueMember=${dn}))`
  const entries = await search(client, settings.groupBase, filter, ['cn'], 0)
  return (entries ?? []).map((entry) => ({ dn: entry.dn, names: values(entry, 'cn') }))
}

/** Null if there are more than the limit. */
async function search(client: Client, base: string, filter: string, attributes: string[], sizeLimit = 2) {
  try {
    const found = await client.search(base, {
      scope: 'sub',
      filter,
      attributes,
      sizeLimit,
      derefAliases: 'never',
    })
    return found.searchEntries
  } catch (error) {
    if (error instanceof SizeLimitExceededError) return null
    if (error instanceof NoSuchObjectError) return []
    throw error
  }
}

function values(entry: Entry, attribute: string): string[] {
  const key = Object.keys(entry).find((name) => name.toLowerCase() === attribute.toLowerCase())
  const value = key === undefined ? [] : entry[key]
  return [value ?? []].flat().filter((item) => typeof item === 'string')
}
