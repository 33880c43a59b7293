import CCurl
import Glibc

/// A connection that libcurl made (addresses, TLS, login) and then left to us; its bytes are ours. One thread at a time.
///
/// libcurl's own mail transfer is not used: it does not pipeline, gives up a connection for each refused recipient,
/// and after a time-out takes a late reply for the answer to the next message.
final class CurlTransport {
    enum Sent { case bytes(Int), wouldBlock, failed(String) }
    enum Received { case bytes(Int), wouldBlock, closed, failed(String) }

    private let handle: UnsafeMutableRawPointer
    private let descriptor: Int32
    private let interrupt: SMTPInterrupt

    /// Blocks until the server is ready for mail: greeting, TLS and login are done.
    init(to server: SMTPServer, clientName: String, interrupt: SMTPInterrupt) throws(SMTPError) {
        guard CurlLibrary.isReady, let handle = curl_easy_init() else {
            throw SMTPError(.configuration, isTransient: false, "libcurl cannot be started. Check its installation.")
        }
        self.handle = handle
        do throws(SMTPError) {
            descriptor = try CurlConnector(
                handle: handle, server: server, clientName: clientName, interrupt: interrupt
            ).connect()
        } catch {
            curl_easy_cleanup(handle)
            throw error
        }
        self.interrupt = interrupt
        interrupt.attach(descriptor)
    }

    deinit {
        interrupt.detach()
        // Else libcurl would say QUIT, perhaps in the middle of a message, and wait for the answer.
        _ = shutdown(descriptor, Int32(SHUT_RDWR))
        curl_easy_cleanup(handle)
    }

    func send(_ bytes: [UInt8]) -> Sent {
        var count = 0
        let code = bytes.withUnsafeBytes { curl_easy_send(handle, $0.baseAddress, $0.count, &count) }
        switch code {
        case CURLE_OK: return .bytes(count)
        case CURLE_AGAIN: return .wouldBlock
        default: return .failed(String(cString: curl_easy_strerror(code)))
        }
    }

    func receive(into buffer: inout [UInt8]) -> Received {
        var count = 0
        let code = buffer.withUnsafeMutableBytes { curl_easy_recv(handle, $0.baseAddress, $0.count, &count) }
        switch code {
        case CURLE_OK: return count > 0 ? .bytes(count) : .closed
        case CURLE_AGAIN: return .wouldBlock
        default: return .failed(String(cString: curl_easy_strerror(code)))
        }
    }

    /// Whether the server has said something or closed the connection.
    var hasNews: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) != 0
    }

    /// Blocks until there may be something to do, or the time is over.
    func wait(toSend: Bool, atMost duration: Duration) {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN | (toSend ? POLLOUT : 0)), revents: 0)
        let milliseconds = (duration / .milliseconds(1)).rounded(.up)
        _ = poll(&entry, 1, Int32(max(0, min(milliseconds, Double(Int32.max)))))
    }
}

enum CurlLibrary {
    /// Once in a process; libcurl counts further calls by others. TLS writes to a closed connection would raise
    /// SIGPIPE, and libcurl shields nobody from it when there are threads: the process must ignore it.
    static let isReady: Bool = {
        signal(SIGPIPE, SIG_IGN)
        return curl_global_init(Int(CURL_GLOBAL_SSL)) == CURLE_OK
    }()
}
