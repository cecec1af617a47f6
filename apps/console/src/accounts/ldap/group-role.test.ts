import { expect, it } from 'vitest'
import { groupOfDn, roleOf } from './group-role.ts'

const wanted = { administrators: ['cn=Admins,ou=groups,dc=x'], teachers: ['Staff', 'a, b'] }

it.each([
  [[], 'student'],
  [[groupOfDn('cn=staff,ou=elsewhere,dc=x')], 'teacher'],
  [[groupOfDn('CN=ADMINS, ou=groups , dc=x')], 'administrator'],
  [[groupOfDn('cn=admins,ou=elsewhere,dc=x')], 'student'],
  [[groupOfDn('cn=staff,dc=x'), groupOfDn('cn=admins,ou=groups,dc=x')], 'administrator'],
  [[groupOfDn(String.raw`cn=a\, b,dc=x`)], 'teacher'],
  [[groupOfDn('uid=staff,dc=x')], 'student'],
] as const)('%j make a %s', (groups, role) => expect(roleOf(groups, wanted)).toBe(role))
