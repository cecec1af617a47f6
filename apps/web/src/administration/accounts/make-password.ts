/** Letters and digits that are not taken for one another when read aloud or copied by hand: 32 of them, 5 bits each. */
const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789'

/** A random password of 100 bits in groups of five. */
export function makePassword(): string {
  const letters = [...crypto.getRandomValues(new Uint8Array(20))].map(
    (byte) => alphabet[byte % alphabet.length] ?? '',
  )
  return letters.join('').replace(/(.{5})(?=.)/g, '$1-')
}
