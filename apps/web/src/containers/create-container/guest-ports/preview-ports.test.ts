import { expect, it } from 'vitest'
import { previewPorts } from './preview-ports.ts'

it('reads ports separated by blanks, also full-width ones', () => {
  expect(previewPorts(' 8080　３０００ ')).toEqual([{ text: '8080' }, { text: '3000' }])
})
it('says which are none', () => {
  expect(previewPorts('0 65536 80/udp a 80 80').map((chip) => chip.fault)).toEqual([
    'not-a-port',
    'not-a-port',
    'not-a-port',
    'not-a-port',
    undefined,
    'repeated',
  ])
})
