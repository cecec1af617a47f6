import { describe, expect, it } from 'vitest'
import { formatSubnet, freeSubnet, overlaps, parseSubnet, type Subnet } from './subnets.ts'

const subnet = (cidr: string): Subnet => parseSubnet(cidr)!

describe('subnets', () => {
  it.each(['10.64.0.0/12', '192.168.1.0/24', '255.255.255.255/32'])('%s is read and written', (cidr) => {
    expect(formatSubnet(subnet(cidr))).toBe(cidr)
  })

  it.each(['10.0.0.0', '10.0.0.256/8', '10.0.0.0/33', 'fd00::/8', '', '10.0.0.0/0'])(
    '“%s” is none',
    (text) => {
      expect(parseSubnet(text)).toBeUndefined()
    },
  )

  it('are free where nothing of any size is in use', () => {
    const used = [subnet('10.64.0.0/26'), subnet('10.64.0.130/32'), subnet('172.17.0.0/16')]
    expect(formatSubnet(freeSubnet([subnet('10.64.0.0/12')], 26, used)!)).toBe('10.64.0.64/26')
    const wide = [subnet('10.64.0.0/16')]
    expect(formatSubnet(freeSubnet([subnet('10.64.0.0/12')], 26, wide)!)).toBe('10.65.0.0/26')
  })

  it('run out', () => {
    const range = subnet('10.0.0.0/24')
    const used: Subnet[] = []
    for (let found = freeSubnet([range], 26, used); found; found = freeSubnet([range], 26, used)) {
      expect(used.some((one) => overlaps(one, found))).toBe(false)
      used.push(found)
    }
    expect(used).toHaveLength(4)
  })
})
