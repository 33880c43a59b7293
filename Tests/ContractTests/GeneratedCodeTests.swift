import Testing

@testable import Contract

/// What callers see of the generated code.
@Suite struct GeneratedCodeTests {
    @Test func methodsHaveTheirNamesOnTheWire() {
        #expect(V1.Scheduler.submit.name == "longhaul.v1.Scheduler/Submit")
        #expect(V1.Scheduler.requeueDeadLetters.name == "longhaul.v1.Scheduler/RequeueDeadLetters")
        #expect(V1.Scheduler.follow.name == "longhaul.v1.Scheduler/Follow")
        #expect(V1.Worker.session.name == "longhaul.v1.Worker/Session")
        #expect(V1.Status.watch.name == "longhaul.v1.Status/Watch")
    }

    @Test func methodsHaveTheirTypes() {
        let _: UnaryMethod<V1.SubmitRequest, V1.SubmitResponse> = V1.Scheduler.submit
        let _: ServerStreamMethod<V1.WatchRequest, V1.JobProgress> = V1.Status.watch
        let _: BidirectionalMethod<V1.WorkerUpdate, V1.SchedulerUpdate> = V1.Worker.session
    }

    @Test func enumsShowTheirWords() {
        #expect(V1.DeathCause.attemptsExhausted.description == "attempts exhausted")
        #expect(V1.Ending.none.description == "none")
        #expect(ShapesV1.Colour.deepBlue.description == "deep blue")
        #expect(ShapesV1.Colour(rawValue: -3) == .negative)
        #expect(ShapesV1.Colour(rawValue: 99).description == "Colour 99")
    }

    @Test func descriptorsKnowTheirNamesAndFields() {
        #expect(V1.Grant.descriptor.name == "longhaul.v1.Grant")
        #expect(V1.Grant.descriptor.fieldName(4) == "task_name")
        #expect(V1.Grant.descriptor.fieldName(15) == nil)
        #expect(V1.ListWorkersRequest.descriptor.fieldName(1) == nil)
        #expect(ShapesV1.Awkward.descriptor.fieldName(1) == "default")
        #expect(ShapesV1.Awkward.descriptor.fieldName(2) == nil)
        #expect(ShapesV1.Awkward.descriptor.fieldName(16) == "in")
        #expect(ShapesV1.Awkward.descriptor.fieldName(2_047) == nil)
        #expect(ShapesV1.Awkward.descriptor.fieldName(2_048) == "is")
        #expect(ShapesV1.Awkward.descriptor.fieldName(536_870_911) == "init")
    }
}
