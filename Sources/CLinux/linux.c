#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
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

static void restore_signals(void) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    for (int signal = 1; signal < NSIG; signal++) sigaction(signal, &action, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

pid_t clinux_spawn(const char *path, char *const arguments[], int output, int signal_at_parent_death) {
    pid_t parent = getpid();
    pid_t child = fork();
    if (child != 0) return child;
    // From here to exec only what is safe after a fork of many threads.
    restore_signals();
    prctl(PR_SET_PDEATHSIG, signal_at_parent_death);
    // It may have ended before it could be asked for a signal.
    if (getppid() != parent) _exit(127);
    setpgid(0, 0);
    if (dup2(output, STDOUT_FILENO) < 0) _exit(127);
    execv(path, arguments);
    _exit(127);
}

int clinux_pipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC);
}
