// Before each file of tests.
import { setPasswordCost } from '../sign-in/passwords.ts'

export const cheapCost = 2 ** 10

setPasswordCost(cheapCost)
