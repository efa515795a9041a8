export { readNumber } from '../../syntax/number-literal.ts';
