// What Linux has and the Glibc module lacks. Each function is the system call of its name, with the flags that
// this package always wants: close-on-exec everywhere, non-blocking wherever an event loop is the reader.
#pragma once

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>

static const uint32_t CLINUX_READABLE = EPOLLIN;
static const uint32_t CLINUX_WRITABLE = EPOLLOUT;
static const uint32_t CLINUX_HUNG_UP = EPOLLHUP | EPOLLERR;
static const uint32_t CLINUX_EDGE_TRIGGERED = EPOLLET;

static inline int clinux_epoll_create(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

static inline int clinux_epoll_control(int poll, int operation, int descriptor, uint32_t events, uint64_t data) {
    struct epoll_event event = {.events = events, .data = {.u64 = data}};
    return epoll_ctl(poll, operation, descriptor, &event);
}

static inline int clinux_epoll_add(int poll, int descriptor, uint32_t events, uint64_t data) {
    return clinux_epoll_control(poll, EPOLL_CTL_ADD, descriptor, events, data);
}

static inline int clinux_epoll_modify(int poll, int descriptor, uint32_t events, uint64_t data) {
    return clinux_epoll_control(poll, EPOLL_CTL_MOD, descriptor, events, data);
}

static inline int clinux_epoll_remove(int poll, int descriptor) {
    return clinux_epoll_control(poll, EPOLL_CTL_DEL, descriptor, 0, 0);
}

// The event is packed, and its data a union: read here, where the compiler knows the layout.
static inline uint64_t clinux_epoll_data(const struct epoll_event *event) {
    return event->data.u64;
}

static inline uint32_t clinux_epoll_events(const struct epoll_event *event) {
    return event->events;
}

int clinux_eventfd(void);
int clinux_signalfd(const sigset_t *signals);
// The next signal number that is pending, 0 when there is none, -1 with errno.
int clinux_signalfd_read(int descriptor);
int clinux_accept(int listener, struct sockaddr *address, socklen_t *length);
int clinux_socket(int family);
int clinux_thread_name(pthread_t thread, const char *name);
// A program as a child process: default signals, a process group of its own (a terminal's Ctrl-C is not for it),
// `output` as its standard output, and a signal when the thread that called this ends. What can't be started exits
// with 127. Returns the child's number, or -1 with errno.
pid_t clinux_spawn(const char *path, char *const arguments[], int output, int signal_at_parent_death);
int clinux_pipe(int ends[2]);
