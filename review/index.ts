export { analyse } from './analysis/analyse';
export { sourcesOf } from './analysis/stack-source';
export { parseAllowFile } from './gates/allow-file';
export { gatesOf, type JudgedReview, judge } from './gates/judge';
export { type Format, formats, render } from './report';
