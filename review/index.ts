export { analyse } from './analysis/analyse';
export { sourcesOf } from './analysis/stack-source';
