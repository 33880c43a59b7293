// StatusService
