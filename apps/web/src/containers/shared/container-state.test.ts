import { describe, expect, it } from 'vitest'
import {
  appearanceOf,
  isBusy,
  overallProgress,
  possibleActions,
  safeUrl,
  shortImage,
} from './container-state.ts'

describe('what a container looks like', () => {
  it('is its state when nothing goes on', () => {
    expect(appearanceOf({ state: 'running', wanted: 'running' })).toBe('running')
    expect(isBusy({ state: 'running', wanted: 'running' })).toBe(false)
  })
  it('is what is being done to it', () => {
    const stopping = { state: 'running', wanted: 'stopped', progress: { stage: 'stopping' } } as const
    expect(appearanceOf(stopping)).toBe('stopping')
    expect(isBusy(stopping)).toBe(true)
    expect(
      appearanceOf({ state: 'pulling', wanted: 'running', progress: { stage: 'queued', place: 3 } }),
    ).toBe('queued')
  })
  it('is being removed as soon as that is wanted', () => {
    expect(appearanceOf({ state: 'running', wanted: 'removed' })).toBe('removing')
  })
})

describe('what can be done', () => {
  it('starts what is stopped and what failed', () => {
    expect(possibleActions({ state: 'stopped', wanted: 'stopped' })).toMatchObject({
      start: true,
      stop: false,
    })
    expect(possibleActions({ state: 'failed', wanted: 'running' })).toMatchObject({
      start: true,
      stop: false,
    })
  })
  it('stops and enters what runs', () => {
    expect(possibleActions({ state: 'running', wanted: 'running' })).toEqual({
      start: false,
      stop: true,
      restart: true,
      enter: true,
      remove: true,
    })
  })
  it('leaves what is being removed alone', () => {
    expect(Object.values(possibleActions({ state: 'removing', wanted: 'removed' }))).not.toContain(true)
  })
})

describe('progress of a pull', () => {
  const layer = (
    status: 'waiting' | 'downloading' | 'extracting' | 'done',
    current: number,
    total: number,
  ) => ({
    id: 'a',
    status,
    current,
    total,
  })
  it('counts a download as half of a layer', () => {
    expect(overallProgress([layer('downloading', 50, 100)]).percent).toBe(25)
    expect(overallProgress([layer('extracting', 0, 100)]).percent).toBe(50)
    expect(overallProgress([layer('done', 0, 0), layer('done', 1, 1)])).toEqual({
      percent: 100,
      done: 2,
      total: 2,
    })
  })
  it('weighs layers by size and guesses the unknown', () => {
    expect(overallProgress([layer('done', 90, 90), layer('waiting', 0, 10)]).percent).toBe(90)
    expect(overallProgress([layer('done', 50, 50), layer('waiting', 0, 0)]).percent).toBe(50)
    expect(overallProgress([]).percent).toBe(0)
  })
})

describe('words', () => {
  it('shortens images', () => {
    expect(shortImage('registry.example.ac.jp:5000/taro/tool:2')).toBe('tool:2')
    expect(shortImage('a/b/python:latest')).toBe('python')
    expect(shortImage('a/b@sha256:0123456789abcdef')).toBe('b@sha256:0123456…')
  })
  it('follows http alone', () => {
    expect(safeUrl('http://127.0.0.1:30000/')).toBe('http://127.0.0.1:30000/')
    expect(safeUrl('javascript:alert(1)')).toBeNull()
    expect(safeUrl(null)).toBeNull()
  })
})
