import NIOCore
import NIOHTTP1

/// Sits between TLS and the HTTP decoder and notes what the server sends, in the ``WireRecord`` of the request that is under way.
///
/// Where the client would close the connection it lingers for a moment: what a server sends beyond the length that it declared
/// is in no answer, and may be the end of a token.
final class WireTap: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long what else may come is waited for.
    private static let linger = TimeAmount.milliseconds(200)

    /// `nil` while no request that is to be recorded is under way.
    private var record: WireRecord?
    /// Whether the client is done with the connection.
    private var isClosing = false
    /// Whether what else may come is of use.
    private var mayLinger = true

    /// Notes in `record` from now on.
    func attach(_ record: WireRecord, on channel: any Channel) {
        self.record = record
        record.attach { channel.pipeline.fireUserInboundEventTriggered(LetGo()) }
    }

    /// Asks for the connection to be closed now.
    private struct LetGo: Sendable {}

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        record?.append(unwrapInboundIn(data))
        // The client takes no more, and would be confused.
        if !isClosing { context.fireChannelRead(data) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // The client asks for no more, so this does.
        if isClosing { context.read() } else { context.fireChannelReadComplete() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is LetGo else { return context.fireUserInboundEventTriggered(event) }
        mayLinger = false
        if isClosing { context.close(promise: nil) }
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard record != nil, mayLinger, mode == .all, !isClosing else {
            return context.close(mode: mode, promise: promise)
        }
        isClosing = true
        let channel = context.channel
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.linger) { channel.close(promise: promise) }
        context.read()
    }

    func channelInactive(context: ChannelHandlerContext) {
        record?.end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        record?.end()
    }
}

/// Sits above the HTTP encoder and tells the tap which request it is that goes out.
final class WireMatcher: ChannelOutboundHandler {
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// What a request carries as far as here, and no further.
    static let header = "Stoke-Exchange"

    private let records: WireRecords
    private let tap: WireTap

    private init(records: WireRecords, tap: WireTap) {
        self.records = records
        self.tap = tap
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = unwrapOutboundIn(data), let number = head.headers.first(name: Self.header) else {
            return context.write(data, promise: promise)
        }
        if let record = records.take(number) { tap.attach(record, on: context.channel) }
        head.headers.remove(name: Self.header)
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }

    /// Puts both into the pipeline of a connection to a server.
    static func install(in channel: any Channel, records: WireRecords) -> EventLoopFuture<Void> {
        channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            let encoder = try pipeline.handler(type: HTTPRequestEncoder.self)
            let tap = WireTap()
            try pipeline.addHandler(tap, position: .before(encoder))
            try pipeline.addHandler(WireMatcher(records: records, tap: tap), position: .after(encoder))
        }
    }
}
