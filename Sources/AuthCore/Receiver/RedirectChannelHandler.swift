import NIOCore
import NIOHTTP1

/// Takes one request from a connection, has it answered and closes the connection.
final class RedirectChannelHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        case waiting
        case reading(HTTPRequestHead, body: ByteBuffer)
        case answering
    }

    private let responder: RedirectResponder
    private var state = State.waiting
    /// A client that goes on sending beyond all reason is cut off, in bytes.
    private static let mostRead = 1 << 20

    private let connections: RedirectConnections

    init(responder: RedirectResponder, connections: RedirectConnections) {
        self.responder = responder
        self.connections = connections
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (unwrapInboundIn(data), state) {
        case (.head(let head), .waiting):
            state = .reading(head, body: ByteBuffer())
        case (.body(var chunk), .reading(let head, var body)):
            state = .waiting  // Lets the body grow in place.
            body.writeBuffer(&chunk)
            state = .reading(head, body: body)
            if body.readableBytes > Self.mostRead { context.close(promise: nil) }
        case (.end, .reading(let head, let body)):
            state = .answering
            connections.isAnswering(context.channel)
            answer(Self.request(head, body, by: context.channel), on: context.channel)
        default:
            break  // A second request on the connection: the answer to the first one closes it.
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        let isOver = event is IdleStateHandler.IdleStateEvent || (event as? ChannelEvent) == .inputClosed
        if isOver, case .answering = state {
            // The answer closes the connection, however long the sign-in takes to judge the request.
        } else if isOver {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    /// What is not HTTP has had its 400 from the handler before this one.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ request: RedirectRequest, on channel: any Channel) {
        Task { [responder] in
            await responder.inbox.requestBegan()
            let reply = await responder.answer(to: request)
            let head = HTTPResponseHead(
                version: .http1_1, status: .init(statusCode: reply.status), headers: HTTPHeaders(reply.headers))
            channel.write(HTTPServerResponsePart.head(head), promise: nil)
            if request.method != "HEAD" {
                let body = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: reply.text)))
                channel.write(body, promise: nil)
            }
            // A browser that went away needs no answer.
            try? await channel.writeAndFlush(HTTPServerResponsePart.end(nil))
            try? await channel.close()
            await responder.inbox.requestEnded()
        }
    }

    private static func request(
        _ head: HTTPRequestHead, _ body: ByteBuffer, by channel: any Channel
    ) -> RedirectRequest {
        RedirectRequest(
            method: head.method.rawValue, target: head.uri, host: head.headers.first(name: "Host"),
            contentType: head.headers.first(name: "Content-Type"),
            body: body.readableBytes > RedirectResponder.longest ? .tooLarge : .complete(String(buffer: body)),
            peer: LoopbackPeer(from: channel.remoteAddress, to: channel.localAddress))
    }
}

extension LoopbackPeer {
    /// `nil` where the connection has gone already.
    fileprivate init?(from remote: SocketAddress?, to local: SocketAddress?) {
        guard let remote, let port = remote.port, let ownPort = local?.port else { return nil }
        self.init(port: port, ownPort: ownPort, isIPv6: remote.protocol == .inet6)
    }
}
