/** Said by the API and at the start; a test holds it against package.json. */
export const version = '0.1.0'
