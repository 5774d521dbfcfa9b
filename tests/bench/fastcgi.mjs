// A web server's side of FastCGI 1.0, as little of it as a GET needs: one kept connection, one request after the other.
import { once } from 'node:events';
import net from 'node:net';

const BEGIN = 1, END = 3, PARAMS = 4, STDIN = 5;
const RESPONDER_KEPT = Buffer.from([0, 1, 1, 0, 0, 0, 0, 0]);

function record(type, content) {
    const head = Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255, 0, 0]);
    return Buffer.concat([head, content]);
}

function pair([name, value]) {
    const sizes = [name, value].map((text) => {
        const size = Buffer.alloc(text.length < 128 ? 1 : 4);
        if (text.length < 128) size.writeUInt8(text.length);
        else size.writeUInt32BE(text.length + 0x8000_0000);
        return size;
    });
    return Buffer.concat([...sizes, Buffer.from(name + value, 'latin1')]);
}

// The bytes of a GET as nginx sends it.
function get(path, headers) {
    const variables = {
        REQUEST_METHOD: 'GET', REQUEST_URI: path, QUERY_STRING: '', CONTENT_TYPE: '', CONTENT_LENGTH: '', REMOTE_ADDR: '127.0.0.1',
        SERVER_PROTOCOL: 'HTTP/1.1', HTTP_HOST: '127.0.0.1', HTTP_CONNECTION: 'keep-alive',
    };
    for (const [name, value] of Object.entries(headers)) variables[`HTTP_${name.toUpperCase().replace(/-/g, '_')}`] = value;
    const params = Buffer.concat(Object.entries(variables).map(pair));
    return Buffer.concat([record(BEGIN, RESPONDER_KEPT), record(PARAMS, params), record(PARAMS, Buffer.alloc(0)),
        record(STDIN, Buffer.alloc(0))]);
}

// Asks `times` times for a page over one connection.
export async function ask(socket, path, headers, times) {
    const connection = net.connect(socket);
    const request = get(path, headers);
    let held = Buffer.alloc(0);
    await once(connection, 'connect');
    for (let left = times; left > 0; left--) {
        connection.write(request);
        for (let ended = false; !ended;) {
            const [bytes] = await once(connection, 'data');
            held = Buffer.concat([held, bytes]);
            for (let size; held.length >= 8 && held.length >= (size = 8 + held.readUInt16BE(4) + held[6]); held = held.subarray(size)) {
                ended ||= held[1] === END;
            }
        }
    }
    connection.end();
    await once(connection, 'close'); // the program has seen the end, too
}
