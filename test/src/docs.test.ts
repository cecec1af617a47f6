import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const documents = [...globSync('*.md', { cwd: root }), ...globSync('docs/**/*.md', { cwd: root })]

const withoutCode = (text: string) => text.replace(/^```[^]*?^```/gm, '')

/** GitHub's anchor of a heading: lower case, without punctuation, spaces as hyphens. */
function anchorsOf(file: string): string[] {
  const headings = withoutCode(readFileSync(file, 'utf8')).matchAll(/^#+ +(.+?) *$/gm)
  return [...headings].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

function fault(document: string, link: string): string | undefined {
  const [path = '', anchor] = decodeURIComponent(link).split('#')
  const target = path === '' ? document : join(dirname(document), path)
  if (relative(root, target).startsWith('..') || !existsSync(target)) return `${link}: there is no such file`
  if (anchor !== undefined && !anchorsOf(target).includes(anchor)) return `${link}: there is no such heading`
  return undefined
}

it.each(documents)('%s links to what exists', (name) => {
  const document = join(root, name)
  const links = withoutCode(readFileSync(document, 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)
  const relativeOnes = [...links].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/i.test(link))
  expect(relativeOnes.flatMap((link) => fault(document, link) ?? [])).toEqual([])
})
