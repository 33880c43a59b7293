// SchedulerService
