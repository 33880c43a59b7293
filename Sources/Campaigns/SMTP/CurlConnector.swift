import CCurl

/// Sets libcurl up for a mail server, connects, and says what went wrong in terms of what to do.
struct CurlConnector {
    let handle: UnsafeMutableRawPointer
    let server: SMTPServer
    let clientName: String
    let interrupt: SMTPInterrupt

    /// Answers the socket.
    func connect() throws(SMTPError) -> Int32 {
        let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        defer {
            _ = longhaul_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, nil)
            message.deallocate()
        }
        _ = longhaul_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, message)
        try configure()
        let interrupt = Unmanaged.passUnretained(interrupt)
        try check(longhaul_curl_set_abort(handle, { context, _, _, _, _ in wantsAbort(context) }, interrupt.toOpaque()))
        let code = curl_easy_perform(handle)
        _ = longhaul_curl_set_abort(handle, nil, nil)
        guard code == CURLE_OK else { throw error(code, detail: String(cString: message)) }
        var socket: curl_socket_t = -1
        guard longhaul_curl_get_socket(handle, &socket) == CURLE_OK, socket >= 0 else {
            throw error(CURLE_COULDNT_CONNECT, detail: "no socket")
        }
        return socket
    }

    private func configure() throws(SMTPError) {
        // The path is the name for libcurl's EHLO.
        let url = "\(server.scheme)://\(server.host):\(server.port)/\(clientName)"
        let connectMilliseconds = Int(server.timeouts.connect / .milliseconds(1))
        let connectSeconds = max(1, Int(server.timeouts.connect / .seconds(1)))
        try set(CURLOPT_URL, url)
        try set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        // A proxy in the environment is meant for the web.
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_CONNECT_ONLY, 1)
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_CONNECTTIMEOUT_MS, connectMilliseconds)
        try set(CURLOPT_TIMEOUT_MS, connectMilliseconds)
        try set(CURLOPT_SERVER_RESPONSE_TIMEOUT, connectSeconds)
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if server.security == .startTLS { try set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
        if let authorities = server.authorities { try set(CURLOPT_CAINFO, authorities) }
        if let credentials = server.credentials {
            try set(CURLOPT_USERNAME, credentials.user)
            try set(CURLOPT_PASSWORD, credentials.password)
        }
    }

    private func set(_ option: CURLoption, _ value: Int) throws(SMTPError) {
        try check(longhaul_curl_set_long(handle, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws(SMTPError) {
        try check(longhaul_curl_set_string(handle, option, value))
    }

    private func check(_ code: CURLcode) throws(SMTPError) {
        if code != CURLE_OK { throw error(code, detail: "") }
    }

    // MARK: Errors

    private func error(_ code: CURLcode, detail: String) -> SMTPError {
        let place = "\(server.host):\(server.port)"
        // The time that it took is another one each time: the same trouble is to have the same words.
        let words = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
        let reason = words.replacing(/\ after [0-9]+ ms/, with: "")
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            return SMTPError(
                .hostNotFound, isTransient: true, "The host \(server.host) is not found. Check its name, and the DNS.")
        case CURLE_COULDNT_CONNECT:
            return SMTPError(
                .unreachable, isTransient: true,
                "\(place) cannot be reached (\(reason)). Check host and port, and whether the server runs.")
        case CURLE_OPERATION_TIMEDOUT:
            return SMTPError(
                .timedOut, isTransient: true,
                "\(place) was not ready within \(server.timeouts.connect) (\(reason)). Try again later.")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
            return SMTPError(
                .certificateUntrusted, isTransient: false,
                "The certificate of \(place) is not to be trusted (\(reason)). Check the host's name and authorities.")
        case CURLE_SSL_CONNECT_ERROR:
            // A handshake that breaks in the middle may also be a server that starts anew, or a passing fault.
            return SMTPError(
                .tlsFailed, isTransient: true,
                "TLS with \(place) fails (\(reason)). Check that smtps:// or smtp:// fits the port.")
        case CURLE_USE_SSL_FAILED:
            return noTLS(place, reason)
        case CURLE_LOGIN_DENIED:
            return loginDenied(place, reason)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_REMOTE_ACCESS_DENIED:
            return refused(place, reason)
        case CURLE_ABORTED_BY_CALLBACK:
            return SMTPError(.connectionLost, isTransient: true, "The connection to \(place) was given up here.")
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR:
            return SMTPError(
                .connectionLost, isTransient: true,
                "\(place) closed the connection before it was ready (\(reason)). Try again later.")
        default:
            return SMTPError(
                .configuration, isTransient: false, "\(place) cannot be used (\(reason)). Check the server's settings.")
        }
    }

    private func noTLS(_ place: String, _ reason: String) -> SMTPError {
        // 454: TLS is not available just now.
        let (code, isTransient) = lastReply
        let advice = isTransient ? "Try again later." : "Use a port that has it; nothing was sent in the clear."
        return SMTPError(
            .tlsFailed, isTransient: isTransient,
            "\(place) offers no STARTTLS (\(reason), reply \(code)). \(advice)")
    }

    private func loginDenied(_ place: String, _ reason: String) -> SMTPError {
        // 454: the server cannot check credentials just now.
        let (code, isTransient) = lastReply
        let advice = isTransient ? "Try again later." : "Check user and password."
        return SMTPError(
            .loginDenied, isTransient: isTransient,
            "\(place) denies the login (\(reason), reply \(code)). \(advice)")
    }

    private func refused(_ place: String, _ reason: String) -> SMTPError {
        let (code, isTransient) = lastReply
        if isTransient {
            return SMTPError(
                .turnedAway, isTransient: true,
                "\(place) takes no more connections just now (reply \(code)). Try again later, or with fewer.")
        }
        // No code at all is no mail server; one that starts up may say strange things.
        return SMTPError(
            .refused, isTransient: !(500..<600).contains(code),
            "\(place) refuses this client (\(reason), reply \(code)). Check host and port, or ask its operator.")
    }

    /// 4xx is transient; 0 stands for no reply.
    private var lastReply: (code: Int, isTransient: Bool) {
        var code = 0
        _ = longhaul_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &code)
        return (code, (400..<500).contains(code))
    }
}

/// For libcurl, which asks about once a second.
private func wantsAbort(_ interrupt: UnsafeMutableRawPointer?) -> Int32 {
    guard let interrupt else { return 0 }
    return Unmanaged<SMTPInterrupt>.fromOpaque(interrupt).takeUnretainedValue().isRaised ? 1 : 0
}
