/* The floor: accept, answer the handshake, and on SIGUSR2 one send() of a ready frame to each. floor PORT SIZE */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

static int open_[65536], n;

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  int size = atoi(argv[2]), one = 1;
  struct rlimit most;
  getrlimit(RLIMIT_NOFILE, &most);
  most.rlim_cur = most.rlim_max;
  setrlimit(RLIMIT_NOFILE, &most);
  unsigned char frame[4 + 65535] = {0x81, 126, size >> 8, size & 255};
  memset(frame + 4, 'x', size);
  static const char accepted[] =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
  at.sin_addr.s_addr = htonl(0x7f000001);
  int ear = socket(AF_INET, SOCK_STREAM, 0), loop = epoll_create1(0);
  setsockopt(ear, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(ear, (void *)&at, sizeof at) || listen(ear, 4096)) return 1;
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR2);
  sigprocmask(SIG_BLOCK, &set, 0);
  int signals = signalfd(-1, &set, 0);
  for (int fd, i = 0; i < 2; i++) {
    fd = i ? signals : ear;
    epoll_ctl(loop, EPOLL_CTL_ADD, fd, &(struct epoll_event){.events = EPOLLIN, .data.fd = fd});
  }
  for (struct epoll_event events[512];;) {
    int count = epoll_wait(loop, events, 512, -1);
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd;
      char bytes[4096];
      if (fd == ear) {
        fd = accept4(ear, 0, 0, SOCK_NONBLOCK);
        epoll_ctl(loop, EPOLL_CTL_ADD, fd, &(struct epoll_event){.events = EPOLLIN, .data.fd = fd});
      } else if (fd == signals) {
        if (read(fd, bytes, sizeof(struct signalfd_siginfo)) > 0)
          for (int k = 0; k < n; k++) send(open_[k], frame, size + 4, MSG_NOSIGNAL | MSG_DONTWAIT);
      } else if (read(fd, bytes, sizeof bytes) <= 0) {
        close(fd);
      } else if (n < 65536) {
        open_[n++] = fd;
        if (write(fd, accepted, sizeof accepted - 1) < 0) return 1;
      }
    }
  }
}
