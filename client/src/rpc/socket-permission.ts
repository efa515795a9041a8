/** Why a Unix socket may not be used, and who may. */
import { readFileSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';

const WRITE_BY_OWNER = 0o200;
const WRITE_BY_GROUP = 0o020;
const WRITE_BY_OTHERS = 0o002;

export function isSocket(file: string): boolean {
  return status(file)?.isSocket() ?? false;
}

/** Says who may use the socket, for somebody who may not. */
export function explainSocketPermission(file: string): string {
  const closed = findClosedFolder(file);
  if (closed !== undefined) {
    const { folder, stats } = closed;
    // Whoever may enter a folder has the bit to the right of the one to write.
    return `${folder}, where the socket lies, may not be entered: ${describe(stats, 0o100, 0o010, 'enter it')}`;
  }
  const stats = status(file);
  if (stats === undefined) return `The socket ${file} may not be used.`;
  const who = describe(stats, WRITE_BY_OWNER, WRITE_BY_GROUP, 'use it');
  const others = (stats.mode & WRITE_BY_OTHERS) !== 0 ? ' Something else than its permissions forbids it.' : '';
  return `The socket ${file} may not be used: ${who}${others}`;
}

function describe(stats: Stats, ownerBit: number, groupBit: number, action: string): string {
  const user = nameOf('/etc/passwd', stats.uid) ?? `number ${stats.uid}`;
  const group = nameOf('/etc/group', stats.gid) ?? `number ${stats.gid}`;
  const ownerMay = (stats.mode & ownerBit) !== 0;
  if ((stats.mode & groupBit) !== 0) {
    const who = ownerMay ? `only user ${user} and group ${group}` : `only group ${group}`;
    const isRoot = stats.gid === 0;
    // Nobody should be put into root's group for this.
    const advice = isRoot
      ? 'set the parameters `user`, `group` and `mode` of the ctl module.'
      : `add yourself with \`sudo usermod -aG ${group} $USER\` and log in again.`;
    return `${who} may ${action}; ${advice}`;
  }
  const who = ownerMay ? `only user ${user}` : 'only root';
  return `${who} may ${action}, its group ${group} may not; set the parameters \`group\` and \`mode\` of the ctl module.`;
}

/** The first folder on the way that does not let us through. */
function findClosedFolder(file: string): { readonly folder: string; readonly stats: Stats } | undefined {
  const steps = path.dirname(file).split(path.sep);
  for (let count = 1; count <= steps.length; count += 1) {
    const folder = steps.slice(0, count).join(path.sep) || path.sep;
    const stats = status(folder);
    // Its parent let us look, so what is in it is what we may not see.
    if (stats === undefined) return undefined;
    const next = count === steps.length ? file : steps.slice(0, count + 1).join(path.sep);
    if (isHidden(next)) return { folder, stats };
  }
  return undefined;
}

function isHidden(file: string): boolean {
  try {
    statSync(file);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EACCES';
  }
}

function status(file: string): Stats | undefined {
  try {
    return statSync(file);
  } catch {
    return undefined;
  }
}

/** Looks a number up in a table of users or groups, whose lines are `name:password:number:…`. */
function nameOf(table: string, id: number): string | undefined {
  try {
    for (const line of readFileSync(table, 'utf8').split('\n')) {
      const [name, , number] = line.split(':');
      if (number === String(id)) return name;
    }
  } catch {
    // Systems that keep their users elsewhere: the number has to do.
  }
  return undefined;
}
