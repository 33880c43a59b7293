// Made by tools/generate from longhaul/campaigns/v1/campaign.proto; not to be edited.

import CContract
import CProtobufC

extension CampaignsV1.Campaign {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__Campaigns__V1__Campaign()
        longhaul__campaigns__v1__campaign__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__Campaigns__V1__Campaign.self, capacity: 1)
        longhaul__campaigns__v1__campaign__init(message)
        message.pointee.list = try arena.string(list, at: 1, of: memory)
        message.pointee.text = try arena.string(text, at: 2, of: memory)
        message.pointee.html = try arena.string(html, at: 3, of: memory)
        message.pointee.subject = try arena.string(subject, at: 4, of: memory)
        message.pointee.from = try arena.string(from, at: 5, of: memory)
        message.pointee.n_unsubscribe = unsubscribe.count
        message.pointee.unsubscribe = try arena.strings(unsubscribe, at: 6, of: memory)
        message.pointee.server = try arena.string(server, at: 7, of: memory)
        message.pointee.credentials = try arena.string(credentials, at: 8, of: memory)
        message.pointee.allow_plaintext = allowPlaintext ? 1 : 0
        message.pointee.authorities = try arena.string(authorities, at: 10, of: memory)
        message.pointee.ambiguous = .init(rawValue: .init(truncatingIfNeeded: ambiguous.rawValue))
        message.pointee.connections = connections
        message.pointee.report = try arena.string(report, at: 13, of: memory)
        message.pointee.id = try arena.string(id, at: 14, of: memory)
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__Campaigns__V1__Campaign.self)
        list = Lifting.string(message.pointee.list)
        text = Lifting.string(message.pointee.text)
        html = Lifting.string(message.pointee.html)
        subject = Lifting.string(message.pointee.subject)
        from = Lifting.string(message.pointee.from)
        unsubscribe = Lifting.array(message.pointee.unsubscribe, count: message.pointee.n_unsubscribe) {
            Lifting.string($0)
        }
        server = Lifting.string(message.pointee.server)
        credentials = Lifting.string(message.pointee.credentials)
        allowPlaintext = message.pointee.allow_plaintext != 0
        authorities = Lifting.string(message.pointee.authorities)
        ambiguous = CampaignsV1.AmbiguousPolicy(rawValue: Int32(truncatingIfNeeded: message.pointee.ambiguous.rawValue))
        connections = message.pointee.connections
        report = Lifting.string(message.pointee.report)
        id = Lifting.string(message.pointee.id)
    }
}

extension CampaignsV1.Probe {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__Campaigns__V1__Probe()
        longhaul__campaigns__v1__probe__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__Campaigns__V1__Probe.self, capacity: 1)
        longhaul__campaigns__v1__probe__init(message)
        message.pointee.recipients = recipients
        message.pointee.duplicates = duplicates
        message.pointee.n_columns = columns.count
        message.pointee.columns = try arena.strings(columns, at: 3, of: memory)
        message.pointee.list_size = listSize
        message.pointee.list_hash = listHash
        message.pointee.content_hash = contentHash
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__Campaigns__V1__Probe.self)
        recipients = message.pointee.recipients
        duplicates = message.pointee.duplicates
        columns = Lifting.array(message.pointee.columns, count: message.pointee.n_columns) { Lifting.string($0) }
        listSize = message.pointee.list_size
        listHash = message.pointee.list_hash
        contentHash = message.pointee.content_hash
    }
}

extension CampaignsV1.Summary {
    package static let descriptor: MessageDescriptor = {
        var message = Longhaul__Campaigns__V1__Summary()
        longhaul__campaigns__v1__summary__init(&message)
        return MessageDescriptor(message.base.descriptor)
    }()

    package func lower(to memory: UnsafeMutableRawPointer, in arena: Arena) throws(CodecError) {
        let message = memory.bindMemory(to: Longhaul__Campaigns__V1__Summary.self, capacity: 1)
        longhaul__campaigns__v1__summary__init(message)
        message.pointee.recipients = recipients
        message.pointee.sent = sent
        message.pointee.dead = dead
        message.pointee.started_unix_ms = startedUnixMs
        message.pointee.ended_unix_ms = endedUnixMs
    }

    package init(lifting memory: UnsafeRawPointer) {
        let message = memory.assumingMemoryBound(to: Longhaul__Campaigns__V1__Summary.self)
        recipients = message.pointee.recipients
        sent = message.pointee.sent
        dead = message.pointee.dead
        startedUnixMs = message.pointee.started_unix_ms
        endedUnixMs = message.pointee.ended_unix_ms
    }
}
