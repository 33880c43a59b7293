#pragma once

#include <curl/curl.h>

// Swift cannot call C's variadic functions: one wrapper for each type of argument that is used.

static inline CURLcode longhaul_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode longhaul_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode longhaul_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode longhaul_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode longhaul_curl_get_socket(CURL *handle, curl_socket_t *value) {
    return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, value);
}

// `wanted` is asked about once a second while a transfer is under way; anything but 0 ends it. NULL: nobody is asked.
typedef int (*longhaul_curl_abort)(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

static inline CURLcode longhaul_curl_set_abort(CURL *handle, longhaul_curl_abort wanted, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, wanted);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_NOPROGRESS, wanted ? 0L : 1L);
    return code;
}
