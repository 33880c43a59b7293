// Services are tested with workers and clients on them: see LonghaulWorkerTests.
