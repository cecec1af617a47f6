import { BerthError } from '@berth/contract'
import pg from 'pg'

type Connected = (error: Error | null, client?: pg.Client) => void

/** A connection whose failure to connect is told as `database-unavailable`: a bare ECONNREFUSED could be anybody's. */
export class TellingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config)
    // Lost at any moment, also between two owners: without a listener that would end the process.
    this.on('error', () => undefined)
  }

  override connect(): Promise<pg.Client>
  override connect(callback: Connected): void
  override connect(callback?: Connected): Promise<pg.Client> | undefined {
    const connecting = super.connect().catch((error: unknown) => {
      throw new BerthError('database-unavailable', {}, { cause: error })
    })
    if (callback === undefined) return connecting
    connecting.then(
      (client) => callback(null, client),
      (error: unknown) => callback(error as Error),
    )
    return undefined
  }
}
