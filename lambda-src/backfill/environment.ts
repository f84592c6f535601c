/** What the fill worker is told at deployment; infrastructure and handler share this type. */
export type FillWorkerEnvironment = {
  /** Bucket that the worker fills. */
  readonly BUCKET_NAME: string;
  /** `https://` address that objects are fetched below: the key is appended to it. */
  readonly SOURCE_URL: string;
  /** JSON list of the key prefixes that may be copied. */
  readonly ALLOWED_PREFIXES: string;
  /** Larger objects are left at the source. */
  readonly MAXIMUM_OBJECT_BYTES: string;
};
