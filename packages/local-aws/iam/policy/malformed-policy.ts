/** A policy document that AWS would not have accepted. */
export class MalformedPolicy extends Error {}
