import { expect, it } from 'vitest'
import { attachment } from './content-disposition.ts'

it.each([
  ['a.txt', `attachment; filename="a.txt"; filename*=UTF-8''a.txt`],
  ['課題 1.txt', `attachment; filename="__ 1.txt"; filename*=UTF-8''%E8%AA%B2%E9%A1%8C%201.txt`],
  ['a"b\\c%\r\nX: y', `attachment; filename="a_b_c___X: y"; filename*=UTF-8''a%22b%5Cc%25%0D%0AX%3A%20y`],
  [`it's (1)*`, `attachment; filename="it's (1)*"; filename*=UTF-8''it%27s%20%281%29%2A`],
])('names “%s”', (name, header) => expect(attachment(name)).toBe(header))
