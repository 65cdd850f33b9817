import { readStored, writeStored } from './stored.ts'

/** Whether keys without a modifier do anything outside of fields: on, unless this browser's user turned them off. */
export const areSingleKeysOn = () => readStored('single-keys') !== 'off'

export const turnSingleKeys = (on: boolean) => writeStored('single-keys', on ? 'on' : 'off')
