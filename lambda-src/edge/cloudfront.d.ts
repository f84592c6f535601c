/**
 * What of CloudFront Functions' runtime 2.0 the functions here use.
 *
 * Sources, AWS's CloudFront developer guide: `helper-functions-origin-modification.html` (choosing origins; viewer
 * request only), `functions-custom-methods.html` (key value store), `functions-event-structure.html` (event).
 */
declare module 'cloudfront' {
  /** Origins named here must be declared in the distribution; their TLS and header settings apply unchanged. */
  interface OriginGroup {
    /** The first is asked first; the second where the first cannot be reached or answers one of the codes. */
    readonly originIds: readonly [{ readonly originId: string }, { readonly originId: string }];
    readonly failoverCriteria: { readonly statusCodes: readonly number[] };
  }

  interface KeyValueStore {
    /** Rejects where the key does not exist. */
    get(key: string): Promise<string>;
  }

  const cf: {
    selectRequestOriginById(originId: string): void;
    createRequestOriginGroup(group: OriginGroup): void;
    /** The store that is associated with the function. */
    kvs(): KeyValueStore;
  };
  export default cf;
}
