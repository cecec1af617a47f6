import { BerthError } from '@berth/contract'

/** Throws `quota-exceeded` if an account that has `count` containers may not have another; `max` null: any number. */
export function checkQuota(count: number, max: number | null): void {
  if (max !== null && count >= max) throw new BerthError('quota-exceeded', { max })
}
