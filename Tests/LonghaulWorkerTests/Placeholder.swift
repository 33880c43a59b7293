// LonghaulWorker
