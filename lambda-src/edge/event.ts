/** Request of a viewer as a CloudFront Function sees it; header names are lower case. */
export interface ViewerRequest {
  readonly method: string;
  uri: string;
  readonly headers: Record<string, { value: string } | undefined>;
}

export interface ViewerRequestEvent {
  readonly request: ViewerRequest;
}
