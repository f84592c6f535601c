export interface Value {
  value: string;
  /** Every line of a header that came on several; `value` is one of them. */
  readonly multiValue?: readonly { readonly value: string }[];
}

/** Header names are lower case. */
export type Headers = Record<string, Value | undefined>;

/** Request of a viewer as a CloudFront Function sees it. */
export interface ViewerRequest {
  readonly method: string;
  uri: string;
  readonly headers: Headers;
  readonly cookies: Readonly<Record<string, Value | undefined>>;
}

export interface ViewerRequestEvent {
  readonly request: ViewerRequest;
}

/** An answer on its way to the viewer, or one that a function gives itself. */
export interface ViewerResponse {
  readonly statusCode: number;
  readonly statusDescription?: string;
  readonly headers: Headers;
}

export interface ViewerResponseEvent extends ViewerRequestEvent {
  readonly response: ViewerResponse;
}
