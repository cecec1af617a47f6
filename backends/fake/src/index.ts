export { createFakeBackend, fakeImages, type FakeBackend, type FakeOptions } from './fake-backend.ts'
export type { FakeSwitches } from './world.ts'
