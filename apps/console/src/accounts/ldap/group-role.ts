import type { Role } from '@berth/contract'

/** A group as found, or as named by `memberOf` (then its cn is its first name part). */
export interface Group {
  readonly dn: string
  readonly names: readonly string[]
}

/** The role that membership gives: administrators before teachers, everybody else is a student. */
export function roleOf(
  groups: readonly Group[],
  wanted: { readonly administrators: readonly string[]; readonly teachers: readonly string[] },
): Role {
  const member = (names: readonly string[]) =>
    names.some((name) => groups.some((group) => isGroup(group, name)))
  if (member(wanted.administrators)) return 'administrator'
  return member(wanted.teachers) ? 'teacher' : 'student'
}

/** `wanted` is a distinguished name if it has an equals sign, else a common name. Capitals and spaces around commas do not matter. */
function isGroup(group: Group, wanted: string): boolean {
  if (wanted.includes('=')) return plainDn(group.dn) === plainDn(wanted)
  return group.names.some((name) => name.toLowerCase() === wanted.toLowerCase())
}

const plainDn = (dn: string): string =>
  dn
    .toLowerCase()
    .replaceAll(/\s*([,=+])\s*/g, '$1')
    .trim()

/** A group that is known by its distinguished name alone. */
export function groupOfDn(dn: string): Group {
  const name = /^\s*cn\s*=\s*((?:\\.|[^,\\])+)/i.exec(dn)?.[1]
  return { dn, names: name === undefined ? [] : [name.replaceAll(/\\(.)/g, '$1').trim()] }
}
