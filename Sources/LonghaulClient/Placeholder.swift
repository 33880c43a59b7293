// LonghaulClient
