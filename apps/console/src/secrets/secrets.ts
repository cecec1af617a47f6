import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** Encrypts what must be read again (agents' tokens, environment variables) with a key outside the database. */
export interface Secrets {
  /** `purpose` ties the text to its place: sealed for one, it does not open for another. */
  seal(text: string, purpose: string): Buffer
  /** Throws if the key is unknown, or the bytes were changed, or sealed for another purpose. */
  open(sealed: Uint8Array, purpose: string): string
}

const version = 1
const header = { version: 1, id: 4, nonce: 12, tag: 16 }
const start = header.version + header.id + header.nonce + header.tag

/**
 * AES-256-GCM. Layout: version (1 byte), key's ID (4), nonce (12), tag (16), ciphertext.
 * @param keys 32 bytes each; the first seals, all open, so that a key can be replaced.
 */
export function createSecrets(keys: readonly [Buffer, ...Buffer[]]): Secrets {
  const byId = new Map(keys.map((key) => [keyId(key).toString('hex'), key]))
  const [current] = keys
  return {
    seal(text, purpose) {
      const id = keyId(current)
      const nonce = randomBytes(header.nonce)
      const cipher = createCipheriv('aes-256-gcm', current, nonce).setAAD(bound(purpose, id))
      const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.of(version), id, nonce, cipher.getAuthTag(), ciphertext])
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed)
      if (bytes[0] !== version || bytes.length < start) throw new Error('not a sealed secret')
      const id = bytes.subarray(1, 5)
      const key = byId.get(id.toString('hex'))
      if (key === undefined) throw new Error('sealed with another key: restore BERTH_KEY or the file "key"')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(5, 17), {
        authTagLength: header.tag,
      })
      decipher.setAAD(bound(purpose, id)).setAuthTag(bytes.subarray(17, start))
      return Buffer.concat([decipher.update(bytes.subarray(start)), decipher.final()]).toString('utf8')
    },
  }
}

const bound = (purpose: string, id: Buffer) => Buffer.concat([Buffer.of(version), id, Buffer.from(purpose)])
const keyId = (key: Buffer) =>
  createHash('sha256').update('berth key id').update(key).digest().subarray(0, header.id)
