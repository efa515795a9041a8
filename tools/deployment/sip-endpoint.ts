/** A telephone in a few lines: enough SIP over UDP on loopback to make, take and end a call. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const CRLF = '\r\n';

export interface SipMessage {
  /** The first line, for example `INVITE sip:2000@127.0.0.1 SIP/2.0` or `SIP/2.0 200 OK`. */
  start: string;
  headers: { name: string; value: string }[];
}

/** All values of a header field, in order. */
export function headerValues(message: SipMessage, name: string): string[] {
  return message.headers.filter((header) => header.name === name.toLowerCase()).map(({ value }) => value);
}

function headerValue(message: SipMessage, name: string): string {
  return headerValues(message, name)[0] ?? '';
}

/** What the caller keeps of a call to speak in it later. */
export interface Call {
  callId: string;
  from: string;
  to: string;
  target: string;
  routes: string[];
  cseq: number;
}

export class SipEndpoint {
  readonly port: number;
  /** What an INVITE is answered with. */
  inviteStatus = '200 OK';
  /** What an OPTIONS is answered with; undefined for silence. */
  optionsStatus: string | undefined = '200 OK';
  /** How long an OPTIONS waits for its answer, in milliseconds. */
  optionsDelay: () => number = () => 0;
  #socket: Socket;
  #requests: SipMessage[] = [];
  #replies: SipMessage[] = [];
  #changed: (() => void)[] = [];
  #count = 0;
  #closed = false;

  private constructor(port: number, socket: Socket) {
    this.port = port;
    this.#socket = socket;
    socket.on('message', (data, sender) => this.#receive(data.toString(), sender.port));
  }

  static async open(port: number): Promise<SipEndpoint> {
    const socket = createSocket('udp4');
    const bound = once(socket, 'listening');
    socket.bind(port, '127.0.0.1');
    await bound;
    return new SipEndpoint(port, socket);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }

  /** Calls a number through a proxy and confirms the answer. Resolves when the other side has picked up. */
  async call(proxyPort: number, caller: string, number: string): Promise<Call> {
    const callId = `${this.port}-${(this.#count += 1)}`;
    const from = `<sip:${caller}@127.0.0.1:${this.port}>;tag=${callId}`;
    const target = `sip:${number}@127.0.0.1:${proxyPort}`;
    const draft: Call = { callId, from, to: `<${target}>`, target, routes: [], cseq: 1 };
    this.#request('INVITE', draft, proxyPort);
    const answer = await this.#finalReply(draft, 'INVITE');
    if (!answer.start.includes(' 200 ')) throw new Error(`the call was answered with ${answer.start}`);
    const call: Call = {
      ...draft,
      to: headerValue(answer, 'to'),
      target: /<([^>]+)>/.exec(headerValue(answer, 'contact'))?.[1] ?? '',
      routes: headerValues(answer, 'record-route')
        .flatMap((value) => value.split(/,\s*/))
        .reverse(),
    };
    this.#request('ACK', call, proxyPort);
    return call;
  }

  /** Hangs up and resolves with the first line of the reply. */
  async hangUp(call: Call, proxyPort: number): Promise<string> {
    call.cseq += 1;
    this.#request('BYE', call, proxyPort);
    return (await this.#finalReply(call, 'BYE')).start;
  }

  /** The first line of the last final reply that came in. */
  get lastAnswer(): string | undefined {
    return this.#replies.findLast(({ start }) => !start.startsWith('SIP/2.0 1'))?.start;
  }

  /** The request of this method that came in for a call; without a call, the first one of any. */
  findRequest(method: string, call?: Call): SipMessage | undefined {
    return this.#requests.find(
      (request) =>
        request.start.startsWith(`${method} `) &&
        (call === undefined || headerValue(request, 'call-id') === call.callId),
    );
  }

  /** Resolves with such a request when it has come in. */
  async waitForRequest(method: string, call: Call): Promise<SipMessage> {
    return this.#waitFor(() => this.findRequest(method, call));
  }

  async #finalReply(call: Call, method: string): Promise<SipMessage> {
    const cseq = `${call.cseq} ${method}`;
    return this.#waitFor(() =>
      this.#replies.find(
        (reply) =>
          !reply.start.startsWith('SIP/2.0 1') &&
          headerValue(reply, 'cseq') === cseq &&
          headerValue(reply, 'call-id') === call.callId,
      ),
    );
  }

  async #waitFor(find: () => SipMessage | undefined): Promise<SipMessage> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#changed.push(resolve));
    }
  }

  #request(method: string, call: Call, proxyPort: number): void {
    const branch = `z9hG4bK${call.callId}-${call.cseq}-${method}`;
    this.#send(proxyPort, `${method} ${call.target} SIP/2.0`, [
      `Via: SIP/2.0/UDP 127.0.0.1:${this.port};branch=${branch}`,
      ...call.routes.map((route) => `Route: ${route}`),
      'Max-Forwards: 70',
      `From: ${call.from}`,
      `To: ${call.to}`,
      `Call-ID: ${call.callId}`,
      `CSeq: ${call.cseq} ${method}`,
      `Contact: <sip:127.0.0.1:${this.port}>`,
    ]);
  }

  #send(port: number, start: string, headers: string[]): void {
    this.#socket.send([start, ...headers, 'Content-Length: 0', '', ''].join(CRLF), port, '127.0.0.1');
  }

  #receive(text: string, senderPort: number): void {
    const message = parse(text);
    if (message.start.startsWith('SIP/2.0 ')) {
      this.#replies.push(message);
    } else {
      // Pings come for as long as the endpoint lives.
      if (!message.start.startsWith('OPTIONS ')) this.#requests.push(message);
      const delay = message.start.startsWith('OPTIONS ') ? this.optionsDelay() : 0;
      if (delay > 0) setTimeout(() => this.#answer(message, senderPort), delay).unref();
      else this.#answer(message, senderPort);
    }
    for (const wake of this.#changed.splice(0)) wake();
  }

  #statusFor(request: SipMessage): string | undefined {
    if (request.start.startsWith('ACK ')) return undefined;
    if (request.start.startsWith('OPTIONS ')) return this.optionsStatus;
    return request.start.startsWith('INVITE ') ? this.inviteStatus : '200 OK';
  }

  #answer(request: SipMessage, senderPort: number): void {
    const status = this.#statusFor(request);
    if (status === undefined || this.#closed) return;
    const to = headerValue(request, 'to');
    this.#send(senderPort, `SIP/2.0 ${status}`, [
      ...['via', 'record-route'].flatMap((name) => headerValues(request, name).map((value) => `${name}: ${value}`)),
      `From: ${headerValue(request, 'from')}`,
      `To: ${to}${to.includes(';tag=') ? '' : `;tag=${this.port}`}`,
      `Call-ID: ${headerValue(request, 'call-id')}`,
      `CSeq: ${headerValue(request, 'cseq')}`,
      `Contact: <sip:127.0.0.1:${this.port}>`,
    ]);
  }
}

function parse(text: string): SipMessage {
  const [start = '', ...lines] = (text.split(CRLF + CRLF)[0] ?? '').split(CRLF);
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() };
  });
  return { start, headers };
}
