// Which user has the other end of a connection. The system knows it for a socket of this machine; nothing
// that the other end sends can change it.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CSystemSockets.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#ifdef __linux__
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <sys/time.h>
#endif
#ifdef __APPLE__
#include <libproc.h>
#include <stdlib.h>
#include <sys/proc_info.h>
#endif

static int unix_peer_user(int descriptor, uint32_t *user) {
#ifdef __linux__
  struct ucred credentials;
  socklen_t size = sizeof credentials;
  if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) < 0) return -errno;
  *user = credentials.uid;
#else
  uid_t uid;
  gid_t gid;
  if (getpeereid(descriptor, &uid, &gid) < 0) return -errno;
  *user = uid;
#endif
  return 0;
}

#ifdef __linux__

// TCP_LISTEN and TCP_TIME_WAIT of the kernel: a socket in one of these is not the one that was asked for.
enum { STATE_TIME_WAIT = 6, STATE_LISTEN = 10 };

// Asks for exactly one socket. A socket that its process has closed already has no inode, and the kernel
// names root as its user, which is not the owner.
static int ask_kernel(const struct sockaddr_in *peer, const struct sockaddr_in *own, uint32_t *user) {
  struct {
    struct nlmsghdr header;
    struct inet_diag_req_v2 body;
  } request = {0};
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  request.header.nlmsg_flags = NLM_F_REQUEST;
  request.body.sdiag_family = AF_INET;
  request.body.sdiag_protocol = IPPROTO_TCP;
  request.body.idiag_states = ~0U;
  request.body.id.idiag_sport = peer->sin_port;
  request.body.id.idiag_dport = own->sin_port;
  request.body.id.idiag_src[0] = peer->sin_addr.s_addr;
  request.body.id.idiag_dst[0] = own->sin_addr.s_addr;
  request.body.id.idiag_cookie[0] = request.body.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;

  int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (netlink < 0) return -errno;
  // The kernel answers while it takes the request; this limit is for a kernel that does not.
  struct timeval limit = {.tv_usec = 200000};
  setsockopt(netlink, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  char answer[1024] __attribute__((aligned(8)));
  ssize_t count = send(netlink, &request, sizeof request, 0);
  if (count >= 0) count = recv(netlink, answer, sizeof answer, 0);
  int failure = count < 0 ? errno : 0;
  close(netlink);
  if (failure != 0) return -failure;

  const struct nlmsghdr *header = (const struct nlmsghdr *)answer;
  if (!NLMSG_OK(header, (size_t)count)) return -EPROTO;
  if (header->nlmsg_type == NLMSG_ERROR) {
    int error = header->nlmsg_len >= NLMSG_LENGTH(sizeof(struct nlmsgerr))
                    ? ((const struct nlmsgerr *)NLMSG_DATA(header))->error
                    : 0;
    return error < 0 ? error : -EPROTO;
  }
  if (header->nlmsg_len < NLMSG_LENGTH(sizeof(struct inet_diag_msg))) return -EPROTO;
  const struct inet_diag_msg *found = NLMSG_DATA(header);
  if (found->idiag_state == STATE_LISTEN || found->idiag_state == STATE_TIME_WAIT ||
      found->idiag_inode == 0 || found->id.idiag_sport != peer->sin_port ||
      found->id.idiag_dport != own->sin_port)
    return -ENOENT;
  *user = found->idiag_uid;
  return 0;
}

// The same from the list of all sockets, for kernels without sock_diag.
static int search_list(const struct sockaddr_in *peer, const struct sockaddr_in *own, uint32_t *user) {
  FILE *list = fopen("/proc/net/tcp", "re");
  if (list == NULL) return -errno;
  char line[512];
  int result = -ENOENT;
  while (result == -ENOENT && fgets(line, sizeof line, list) != NULL) {
    unsigned from, from_port, to, to_port, state, uid;
    unsigned long inode;
    // sl local remote state tx:rx tr:when retrnsmt uid timeout inode
    if (sscanf(line, " %*u: %x:%x %x:%x %x %*x:%*x %*x:%*x %*x %u %*d %lu", &from, &from_port, &to,
               &to_port, &state, &uid, &inode) != 7)
      continue;
    if (from != peer->sin_addr.s_addr || from_port != ntohs(peer->sin_port) ||
        to != own->sin_addr.s_addr || to_port != ntohs(own->sin_port) || inode == 0 ||
        state == STATE_TIME_WAIT)
      continue;
    *user = uid;
    result = 0;
  }
  fclose(list);
  return result;
}

static int inet_peer_user(const struct sockaddr_in *peer, const struct sockaddr_in *own,
                          uint32_t *user) {
  int result = ask_kernel(peer, own, user);
  // "No such socket" is an answer; everything else means that this kernel cannot be asked.
  return result == 0 || result == -ENOENT ? result : search_list(peer, own, user);
}

#elif defined(__APPLE__)

static bool is_peer(const struct socket_fdinfo *info, const struct sockaddr_in *peer,
                    const struct sockaddr_in *own) {
  if (info->psi.soi_kind != SOCKINFO_TCP) return false;
  const struct in_sockinfo *socket = &info->psi.soi_proto.pri_tcp.tcpsi_ini;
  return (in_port_t)socket->insi_lport == peer->sin_port &&
         (in_port_t)socket->insi_fport == own->sin_port &&
         socket->insi_laddr.ina_46.i46a_addr4.s_addr == peer->sin_addr.s_addr &&
         socket->insi_faddr.ina_46.i46a_addr4.s_addr == own->sin_addr.s_addr;
}

static bool has_peer(pid_t process, const struct sockaddr_in *peer, const struct sockaddr_in *own) {
  int size = proc_pidinfo(process, PROC_PIDLISTFDS, 0, NULL, 0);
  if (size <= 0) return false;
  // More may have been opened since the size was asked for.
  size += 32 * (int)sizeof(struct proc_fdinfo);
  struct proc_fdinfo *list = malloc((size_t)size);
  if (list == NULL) return false;
  size = proc_pidinfo(process, PROC_PIDLISTFDS, 0, list, size);
  bool found = false;
  for (int index = 0; !found && index < size / (int)sizeof *list; index++) {
    if (list[index].proc_fdtype != PROX_FDTYPE_SOCKET) continue;
    struct socket_fdinfo info;
    found = proc_pidfdinfo(process, list[index].proc_fd, PROC_PIDFDSOCKETINFO, &info,
                           sizeof info) == (int)sizeof info &&
            is_peer(&info, peer, own);
  }
  free(list);
  return found;
}

// The system tells of a process's sockets only to its own user: what is not among this user's processes
// belongs to someone else, or to root.
static int inet_peer_user(const struct sockaddr_in *peer, const struct sockaddr_in *own,
                          uint32_t *user) {
  uid_t caller = geteuid();
  int size = proc_listpids(PROC_UID_ONLY, caller, NULL, 0);
  if (size <= 0) return -ESRCH;
  size += 64 * (int)sizeof(pid_t);
  pid_t *processes = malloc((size_t)size);
  if (processes == NULL) return -ENOMEM;
  size = proc_listpids(PROC_UID_ONLY, caller, processes, size);
  int result = -ENOENT;
  for (int index = 0; result != 0 && index < size / (int)sizeof(pid_t); index++)
    if (processes[index] > 0 && has_peer(processes[index], peer, own)) result = 0;
  free(processes);
  if (result == 0) *user = caller;
  return result;
}

#endif

int csystem_peer_user(int descriptor, uint32_t *user) {
  struct sockaddr_storage peer, own;
  socklen_t peer_size = sizeof peer, own_size = sizeof own;
  if (getsockname(descriptor, (struct sockaddr *)&own, &own_size) < 0) return -errno;
  if (own.ss_family == AF_UNIX) return unix_peer_user(descriptor, user);
  if (getpeername(descriptor, (struct sockaddr *)&peer, &peer_size) < 0) return -errno;
  if (own.ss_family != AF_INET || peer.ss_family != AF_INET) return -EAFNOSUPPORT;
  return inet_peer_user((const struct sockaddr_in *)&peer, (const struct sockaddr_in *)&own, user);
}
