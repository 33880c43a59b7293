import Console

@main
enum Main {
    /// On the process's first thread: a role keeps its signals there before it makes another, and its loop runs on it.
    @MainActor
    static func main() async {
        await program.main()
    }

    static let program = Program(
        "longhaul", "runs tasks that take longer than a request may", version: "0.1.0",
        environmentPrefix: "LONGHAUL",
        sections: [
            Program.Section(
                "Jobs",
                [
                    .command(SubmitCommand()), .command(AppendCommand()), .command(WatchCommand()),
                    .command(JobsCommand()), .command(JobCommand()), .command(ExplainCommand()),
                    .command(CancelCommand()),
                    .command(PauseCommand(pauses: true)), .command(PauseCommand(pauses: false)),
                    .command(PriorityCommand()),
                    .group(
                        "dead", "look after what used up its attempts",
                        [
                            DeadListCommand(), DeadGroupsCommand(), DeadShowCommand(), DeadRequeueCommand(),
                            DeadOrdersCommand(), DeadStopCommand(), DeadDiscardCommand(),
                        ]),
                ]),
            Program.Section(
                "Schedules",
                [
                    .group(
                        "schedule", "submit a job again and again, by a cron expression",
                        [
                            ScheduleSetCommand(), ScheduleListCommand(), ScheduleShowCommand(), ScheduleNextCommand(),
                            SchedulePauseCommand(pauses: true), SchedulePauseCommand(pauses: false),
                            ScheduleRunCommand(), ScheduleDeleteCommand(),
                        ])
                ]),
            Program.Section(
                "Campaigns", [.group("campaign", "send mail to the recipients of a list", [CampaignSend()])]),
            Program.Section(
                "Operations",
                [
                    .command(WorkersCommand()), .command(QueuesCommand()), .command(KeysCommand()),
                    .command(TenantsCommand()), .command(LimitCommand()), .command(DrainCommand()),
                    .command(RetentionCommand()),
                    .command(TenantCommand()),
                ]),
            Program.Section(
                "Services",
                [
                    .command(UpCommand()), .command(SchedulerCommand()), .command(StatusCommand()),
                    .command(WorkerCommand()),
                ]),
        ])
}
