/** What the fill worker is told at deployment; infrastructure and handler share this type. */
export type FillWorkerEnvironment = {
  /** Name of the function: dimension `service` of its metrics. */
  readonly WORKER_NAME: string;
  /** Bucket that the worker fills. */
  readonly BUCKET_NAME: string;
  /** `https://` address that objects are fetched below: the key is appended to it. */
  readonly SOURCE_URL: string;
  /** `true` lets the source have a private address, as one across a VPN has; anything else refuses such addresses. */
  readonly SOURCE_MAY_BE_PRIVATE: string;
  /** JSON list of the key prefixes that may be copied. */
  readonly ALLOWED_PREFIXES: string;
  /** Larger objects are left at the source. */
  readonly MAXIMUM_OBJECT_BYTES: string;
  /** JSON list of the hosts that the source may redirect to. @default - none */
  readonly REDIRECT_HOSTS?: string;
  /** `true` replaces copies of objects that the source has a newer version of. @default - copies stay */
  readonly REFRESH?: string;
  /** Queue for the keys of objects that one run cannot copy. @default - such objects fail */
  readonly LARGE_OBJECT_QUEUE_URL?: string;
  /** Larger objects go to that queue at once. @default - only what took too long goes there */
  readonly FUNCTION_OBJECT_BYTES?: string;
};

/** Namespace of the worker's metrics; there is one per `Outcome`, `retried` and `digest-ignored`. */
export const METRIC_NAMESPACE = 'Meridian/Backfill';
