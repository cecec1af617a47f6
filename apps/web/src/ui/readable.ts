/** A message of the catalogue as it reads before it happens: a parameter is known only then. */
export const readable = (text: string): string => text.replaceAll(/\{\w+\}/g, '…')
