/** What a server, or what stands in its place, does instead of answering. */
import { Buffer } from 'node:buffer';
import type { RpcValue } from '../../../../../client/src/rpc/types.ts';
import { LocalServer } from '../../rpc/local-server.ts';
import { encodeFault, encodePacket, encodeReply } from '../../rpc/reply-encoder.ts';
import { type BinrpcFault, type HttpFault, toRecords } from './socket-kamailio.ts';
import type { FaultRow } from './fault-check.ts';

export const LIST = 'dispatcher.list';
export const TLS_ALERT = Buffer.from('15030100020246', 'hex');
export const CONNECTION = 'connection';
export const DISPATCHER = 'dispatcher';

/** Does something instead of answering, to some commands or all. */
export function instead(serve: BinrpcFault, method?: string): FaultRow['begin'] {
  return (server) => {
    server.binrpcFault = (request, socket, well) => {
      if (method === undefined || request.method === method) serve(request, socket, well);
      else well();
    };
  };
}

/** A good list of destinations, of which only some bytes are sent (counted from the end when negative). */
export function cut(bytes: number): FaultRow['begin'] {
  return instead(({ cookie }, socket) => {
    const reply = encodeReply(cookie, [{ text: 'sip:10.0.0.1 '.repeat(50) }]);
    socket.end(reply.subarray(0, bytes < 0 ? reply.length + bytes : bytes));
  }, LIST);
}

export function send(bytes: Buffer | string, method?: string): FaultRow['begin'] {
  return instead((_, socket) => socket.write(bytes), method);
}

export function sendBody(hex: string): FaultRow['begin'] {
  return instead(({ cookie }, socket) => socket.write(encodePacket(1, cookie, Buffer.from(hex, 'hex'))));
}

/** Answers a command with a value that is none of its own. */
export function answer(method: string, value: RpcValue): FaultRow['begin'] {
  return instead(({ cookie }, socket) => socket.write(encodeReply(cookie, toRecords(value))), method);
}

export function fault(method: string | undefined, code: number, message: string): FaultRow['begin'] {
  return instead(({ cookie }, socket) => socket.write(encodeFault(cookie, code, message)), method);
}

/** Writes without end. */
export function pour(bytes: Buffer): BinrpcFault {
  return (_, socket) => {
    const go = (): void => void socket.write(bytes, (error) => error ?? setImmediate(go));
    go();
  };
}

/** Kamailio is another run, and so asked for everything. */
export function restarted(begin: FaultRow['begin']): FaultRow['begin'] {
  return (server) => {
    server.kamailio.startedAt += 60_000;
    return begin(server);
  };
}

/** Another program listens there. */
export function listens(serve: Parameters<typeof LocalServer.stream>[0]): FaultRow['begin'] {
  return (server) => server.replace((place) => LocalServer.stream(serve, place));
}

export const oneSet = (destination: RpcValue): RpcValue => ({
  NRSETS: 1,
  RECORDS: [{ SET: { ID: 1, TARGETS: [{ DEST: destination }] } }],
});

/** Does something instead of answering, to some command or all. */
export function insteadHttp(serve: HttpFault, method?: string): FaultRow['begin'] {
  return (server) => {
    server.httpFault = (request, response, well) => {
      if (method === undefined || request.method === method) serve(request, response, well);
      else well();
    };
  };
}

export function answerHttp(method: string, value: RpcValue): FaultRow['begin'] {
  return insteadHttp(({ id }, response) => response.end(JSON.stringify({ jsonrpc: '2.0', result: value, id })), method);
}

export function status(code: number, body: string, type = 'text/plain'): FaultRow['begin'] {
  return insteadHttp((_, response) => response.writeHead(code, { 'Content-Type': type }).end(body));
}
