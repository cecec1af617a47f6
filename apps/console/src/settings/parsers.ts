import { z } from 'zod'

const units: Record<string, number> = { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 }

/** A size such as `512m`, `1GiB` or `1073741824`, in bytes; units are of 1,024 as `docker run` has them. */
export const bytes = z.string().transform((text, context) => {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(text.trim()) ?? []
  const factor = units[unit?.toLowerCase() ?? '']
  if (digits !== undefined && factor !== undefined) return Math.round(Number(digits) * factor)
  context.addIssue({ code: 'custom', message: 'write a size such as 512MiB or 1GiB' })
  return z.NEVER
})

/** A number within bounds. */
export const number = (min: number, max: number, whole = true) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'write a number')
    .transform(Number)
    .refine((value) => value >= min && value <= max && (!whole || Number.isInteger(value)), {
      message: `write a ${whole ? 'whole ' : ''}number from ${min} to ${max}`,
    })

/** true or false, in the usual words. */
export const flag = z.string().transform((text, context) => {
  if (/^(true|yes|on|1)$/i.test(text)) return true
  if (/^(false|no|off|0)$/i.test(text)) return false
  context.addIssue({ code: 'custom', message: 'write true or false' })
  return z.NEVER
})

/** Words separated by spaces or commas. */
export const words = z.string().transform((text) => text.split(/[\s,]+/).filter((word) => word !== ''))

/** Distinguished names or plain names, separated by semicolons or line ends: a name may contain commas and spaces. */
export const names = z.string().transform((text) =>
  text
    .split(/[;\n]+/)
    .map((name) => name.trim())
    .filter((name) => name !== ''),
)

/** `host:port`, `:port` or a port alone; `[::1]:8080` for IPv6. */
export const listen = z.string().transform((text, context) => {
  const match = /^(?:(\[[0-9a-f:.]+\]|[^:\s]*):)?(\d{1,5})$/i.exec(text.trim())
  const port = Number(match?.[2])
  if (match && port <= 65_535) {
    const host = (match[1] ?? '').replace(/^\[|\]$/g, '')
    return { host: host === '' ? '127.0.0.1' : host, port }
  }
  context.addIssue({ code: 'custom', message: 'write host:port, such as 127.0.0.1:8080' })
  return z.NEVER
})

/** A range of ports such as `30000-32767`. */
export const portRange = z.string().transform((text, context) => {
  const [, from, to] = /^(\d{1,5})-(\d{1,5})$/.exec(text.trim()) ?? []
  const range = { from: Number(from), to: Number(to) }
  if (range.from >= 1 && range.from <= range.to && range.to <= 65_535) return range
  context.addIssue({ code: 'custom', message: 'write two ports, such as 30000-32767' })
  return z.NEVER
})
