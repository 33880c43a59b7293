#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

int clinux_eventfd(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

int clinux_signalfd(const sigset_t *signals) {
    return signalfd(-1, signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

int clinux_signalfd_read(int descriptor) {
    struct signalfd_siginfo information;
    ssize_t count;
    do {
        count = read(descriptor, &information, sizeof information);
    } while (count < 0 && errno == EINTR);
    if (count == (ssize_t)sizeof information) return (int)information.ssi_signo;
    return count < 0 && errno == EAGAIN ? 0 : -1;
}

int clinux_accept(int listener, struct sockaddr *address, socklen_t *length) {
    return accept4(listener, address, length, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

int clinux_socket(int family) {
    return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

int clinux_thread_name(pthread_t thread, const char *name) {
    return pthread_setname_np(thread, name);
}
