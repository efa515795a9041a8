/**
 * The parameters of transformations, by hand from the functions that read them: `tr_parse_string`, `tr_parse_uri`,
 * `tr_parse_paramlist` and `tr_parse_line` of `pv_trans.c`, `json_trans.c`, `kz_trans.c`, `txt_var.c`. The versions differ
 * only in the operations that they have. The importers write them over what they find, so a regeneration keeps them.
 */
import type { StoredItem } from '../../server/src/catalog/stored.ts';
import type { TransformationParameter } from '../../server/src/catalog/types.ts';
import { changePerVersion, type Fields } from './combine-versions.ts';

type Kind = NonNullable<TransformationParameter['kind']>;

/** A parameter as `name:kind`, or `name?:kind` where it may be missing. */
type Written = `${string}:${Kind}`;

/** By `class.operation`; what is not listed takes no parameter. */
export const TRANSFORMATION_PARAMETERS: Readonly<Record<string, readonly Written[]>> = {
  'json.parse': ['path:text'],
  'json.parsex': ['path:text'],
  'kz.json': ['path:text'],
  'kz.json.count': ['path:text'],
  'line.at': ['pos:number'],
  'line.sw': ['match:text'],
  'param.count': ['delimiter?:delimiterOrVariable'],
  'param.in': ['name:text', 'delimiter?:delimiter'],
  'param.name': ['index:number', 'delimiter?:delimiter'],
  'param.value': ['name:text', 'delimiter?:delimiter'],
  'param.valueat': ['index:number', 'delimiter?:delimiter'],
  're.subst': ['expression:subst'],
  's.after': ['x:textWithComma'],
  's.before': ['x:textWithComma'],
  's.byteat': ['pos:number'],
  's.charat': ['pos:number'],
  's.corehash': ['n?:number'],
  's.count': ['c:textWithComma'],
  's.fmtlines': ['n:amount', 'm:amount'],
  's.fmtlinet': ['n:amount', 'm:amount'],
  's.ftime': ['format:text'],
  's.keccak': ['size?:text'],
  's.prefixes': ['len?:number'],
  's.prefixes.quoted': ['len?:number'],
  's.rafter': ['x:textWithComma'],
  's.rbefore': ['x:textWithComma'],
  's.replace': ['match:text', 'repl:text'],
  's.rm': ['match:text'],
  's.select': ['index:number', 'separator:character'],
  's.selectsw': ['index:number'],
  's.sha3': ['size?:text'],
  's.strip': ['len:number'],
  's.striptail': ['len:number'],
  's.stripto': ['match:text'],
  's.substr': ['offset:number', 'length:amount'],
  'uri.param': ['name:text'],
  'uri.rmparam': ['name:text'],
};

/** A module's file with the parameters of its transformations. */
export function addTransformationParameters(file: Fields): Fields {
  const transformations = file.transformations as readonly (StoredItem & { readonly name: string })[] | undefined;
  if (transformations === undefined) return file;
  return {
    ...file,
    transformations: transformations.map((transformation) => ({
      ...transformation,
      operations: (transformation.operations as readonly StoredItem[]).map((operation) =>
        changePerVersion(operation, (fields) => {
          const written = TRANSFORMATION_PARAMETERS[`${transformation.name}.${String(fields.name)}`];
          return written === undefined ? fields : withParameters(fields, written.map(readParameter));
        }),
      ),
    })),
  };
}

/** In the order in which the facts have the fields. */
function withParameters({ name, ...fields }: Fields, parameters: readonly TransformationParameter[]): Fields {
  return {
    name,
    ...fields,
    minParameters: parameters.filter(({ optional }) => !optional).length,
    maxParameters: parameters.length,
    parameters: parameters.map(({ optional, ...parameter }) => (optional ? { ...parameter, optional } : parameter)),
  };
}

function readParameter(written: Written): TransformationParameter {
  const [name = '', kind] = written.split(':');
  return { name: name.replace('?', ''), optional: name.endsWith('?'), kind: kind as Kind };
}
