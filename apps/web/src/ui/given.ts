/** The fields of a filter that are filled in: an empty one asks for nothing. */
export const given = <T extends object>(filter: T): Partial<T> =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== '')) as Partial<T>
