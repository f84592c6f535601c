/** Lambda@Edge, before an origin is asked: a folder's page is its index.html. */
export const edge = async ({ Records: [{ cf }] }) => {
  const { request } = cf;
  return { ...request, uri: request.uri.replace(/\/$/, '/index.html') };
};

/** Behind a function URL: answers what the bucket lacks. */
export const fallback = async ({ rawPath }) => ({
  statusCode: 200,
  headers: { 'content-type': 'text/plain' },
  body: `The bucket has no ${rawPath}.\n`,
});
