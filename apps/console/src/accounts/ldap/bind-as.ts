import { BusyError, type Client, OperationsError, ResultCodeError, UnavailableError } from 'ldapts'

/** Whether the directory takes the password for this entry. Throws if it could not say. */
export async function bindAs(client: Client, dn: string, password: string): Promise<boolean> {
  try {
    await client.bind(dn, password)
    return true
  } catch (error) {
    const couldNotSay =
      error instanceof BusyError || error instanceof UnavailableError || error instanceof OperationsError
    // Wrong, locked, expired, or an entry without a password: none of them logs in.
    if (error instanceof ResultCodeError && !couldNotSay) return false
    throw error
  }
}
