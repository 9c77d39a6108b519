/* The load: N WebSockets from several addresses of this machine, one epoll loop, no copy kept.
 *
 * crowd PORT PATH N SIZE GREETING   then a line on stdin for each thing to do:
 *   wait           one line when everybody has got a message of at least SIZE bytes since the last "wait":
 *                  "got <ns median> <ns 99th of 100> <ns last>", moments of CLOCK_MONOTONIC
 *   stall K        the first K stop reading
 *   again A B      everybody goes and comes back at a chance moment from A to B ms later: "open <ns>", since they went
 * and at the start "open <ns>": how long all handshakes took. Pings are answered, in WebSocket and socket.io.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { UNDER_WAY = 256, PER_ADDRESS = 5000, HEAD = 10 };

struct page {
  int fd, got, open, have; /* have: bytes of `head` */
  long length, left;       /* of the payload, and what of it has still to come; −1: the head is coming */
  long at;
  unsigned char head[HEAD];
};

static struct page *pages;
static int n, size, loop, opened, begun, reached, stalled, crowding = 1; /* each who is in lets another one dial */
static void turn(int ms);
static char request[1024];
static const char *greeting;
static int port;

static long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void dial(int i) {
  struct page *p = &pages[i];
  p->left = -1;
  struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET, .sin_port = htons(port)};
  from.sin_addr.s_addr = htonl(0x7f000002 + i / PER_ADDRESS);
  to.sin_addr.s_addr = htonl(0x7f000001);
  int one = 1;
  p->fd = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(p->fd, IPPROTO_IP, 24 /* IP_BIND_ADDRESS_NO_PORT */, &one, sizeof one);
  if (p->fd < 0 || bind(p->fd, (void *)&from, sizeof from)) fail("bind");
  if (connect(p->fd, (void *)&to, sizeof to)) fail("connect");
  if (write(p->fd, request, strlen(request)) < 0) fail("request");
  fcntl(p->fd, F_SETFL, O_NONBLOCK);
  struct epoll_event e = {.events = EPOLLIN, .data.u32 = i};
  if (epoll_ctl(loop, EPOLL_CTL_ADD, p->fd, &e)) fail("epoll");
}

static int by_size(const void *a, const void *b) {
  return (*(double *)a > *(double *)b) - (*(double *)a < *(double *)b);
}

static void again(long from, long to) {
  long start = now();
  double *due = malloc(n * sizeof *due); /* ms from the start */
  for (int i = 0; i < n; i++) due[i] = from + (to - from) * drand48();
  qsort(due, n, sizeof *due, by_size);
  for (int i = 0; i < n; i++) {
    close(pages[i].fd);
    memset(&pages[i], 0, sizeof *pages);
  }
  for (begun = opened = 0; opened < n; turn(1)) {
    double gone = (now() - start) / 1e6;
    while (begun < n && gone >= due[begun]) dial(begun++);
  }
  free(due);
  printf("open %ld\n", now() - start);
  fflush(stdout);
}

static void say(struct page *p, const void *payload, int length, int opcode) {
  unsigned char frame[6 + 125] = {0x80 | opcode, 0x80 | length}; /* masked with zeros */
  memcpy(frame + 6, payload, length);
  if (write(p->fd, frame, 6 + length) < 0) fail("say");
}

static void whole(struct page *p, long length, const unsigned char *payload) {
  if ((p->head[0] & 15) == 9) return say(p, payload ? payload : p->head, payload ? length : 0, 10);
  if (length == 1 && payload && *payload == '2') return say(p, "3", 1, 1); /* socket.io's own ping */
  if (length < size || p->got) return;
  p->got = 1;
  p->at = now();
  reached++;
}

static int head_of(const struct page *p) {
  return p->have < 2 ? 2 : p->head[1] == 126 ? 4 : p->head[1] == 127 ? 10 : 2;
}

static long length_of(const struct page *p) {
  long length = p->head[1];
  if (length < 126) return length;
  length = 0;
  for (int i = 2; i < head_of(p); i++) length = length << 8 | p->head[i];
  return length;
}

/* Walks over frames; payloads are counted and never kept. */
static void frames(struct page *p, const unsigned char *b, long count) {
  while (count > 0) {
    if (p->left < 0) {
      p->head[p->have++] = *b++, count--;
      if (p->have < head_of(p)) continue;
      p->length = p->left = length_of(p);
    }
    long take = p->left < count ? p->left : count;
    const unsigned char *payload = take == p->length ? b : 0;
    p->left -= take, b += take, count -= take;
    if (p->left > 0) continue;
    whole(p, p->length, payload);
    p->left = -1, p->have = 0;
  }
}

static void hear(int i) {
  static unsigned char bytes[1 << 18];
  struct page *p = &pages[i];
  long count = read(p->fd, bytes, sizeof bytes);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) fprintf(stderr, "page %d was closed\n", i), exit(1);
  unsigned char *b = bytes;
  if (!p->open) {
    unsigned char *end = memmem(bytes, count, "\r\n\r\n", 4);
    if (!end || memcmp(bytes, "HTTP/1.1 101", 12)) fprintf(stderr, "%.*s\n", (int)count, bytes), exit(1);
    p->open = 1, opened++;
    if (*greeting) say(p, greeting, strlen(greeting), 1);
    if (crowding && begun < n) dial(begun++);
    b = end + 4;
  }
  frames(p, b, bytes + count - b);
}

static int by_time(const void *a, const void *b) {
  long x = ((struct page *)a)->at, y = ((struct page *)b)->at;
  return (x > y) - (x < y);
}

static void turn(int ms) {
  static struct epoll_event events[1024];
  int count = epoll_wait(loop, events, 1024, ms);
  for (int i = 0; i < count; i++) hear(events[i].data.u32);
}

static void answer(void) {
  int m = n - stalled;
  struct page *copy = malloc(m * sizeof *copy);
  memcpy(copy, pages + stalled, m * sizeof *copy);
  qsort(copy, m, sizeof *copy, by_time);
  printf("got %ld %ld %ld\n", copy[m / 2].at, copy[(long)m * 99 / 100].at, copy[m - 1].at);
  fflush(stdout);
  free(copy);
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  port = atoi(argv[1]), n = atoi(argv[3]), size = atoi(argv[4]), greeting = argv[5];
  struct rlimit most;
  getrlimit(RLIMIT_NOFILE, &most);
  most.rlim_cur = most.rlim_max;
  setrlimit(RLIMIT_NOFILE, &most);
  snprintf(request, sizeof request,
           "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n", argv[2], port);
  pages = calloc(n, sizeof *pages);
  loop = epoll_create1(0);
  long start = now();
  while (begun < n && begun < UNDER_WAY) dial(begun++);
  while (opened < n) turn(-1);
  crowding = 0;
  printf("open %ld\n", now() - start);
  fflush(stdout);
  fcntl(0, F_SETFL, O_NONBLOCK);
  for (char line[64];;) {
    turn(5);
    ssize_t count = read(0, line, sizeof line - 1);
    if (count == 0) return 0;
    if (count < 0) continue;
    line[count] = 0;
    long from, to;
    if (sscanf(line, "again %ld %ld", &from, &to) == 2) {
      again(from, to);
      continue;
    }
    if (sscanf(line, "stall %d", &stalled) == 1) {
      for (int i = 0; i < stalled; i++) epoll_ctl(loop, EPOLL_CTL_DEL, pages[i].fd, 0);
      printf("stalled\n"), fflush(stdout);
      continue;
    }
    for (int i = reached = 0; i < n; i++) pages[i].got = 0;
    printf("waits\n"), fflush(stdout);
    while (reached < n - stalled) turn(-1);
    answer();
  }
}
