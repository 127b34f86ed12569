/* Does one thing that the probes tell of, by its name, for kernels booted by the tests. All in /scratch of a machine that
 * is thrown away afterwards.
 *
 * usage: deeds NAME; exits with 0 if it was done, 1 if the kernel refused it, 2 if there is no such deed
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/if_alg.h>
#include <linux/net.h>
#include <linux/perf_event.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#define FILE_MODE 0644
#define PAGE 4096
/* So many that it is told at least once of them alone, whatever other deeds have destroyed before. */
#define FILES_DESTROYED 160
#define OLD_ENOUGH_MICROS 300000

static const char *const TEXT = "/scratch/text";

/* Ends the deed as refused. */
static void refused(const char *what) {
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

static int must(long result, const char *what) {
	if (result < 0)
		refused(what);
	return (int)result;
}

static int text(int flags) {
	return must(open(TEXT, flags | O_CREAT, FILE_MODE), TEXT);
}

/* By the table of 32-bit programs, which this one may use as well: all that it names is below 4 GiB, since it is linked
 * to a fixed address. */
static long call32(long number, long a, long b, long c, long d, long e) {
	long result;
	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
			 : "memory", "r8", "r9", "r10", "r11");
	if (result < 0) {
		errno = (int)-result;
		return -1;
	}
	return result;
}

static pid_t waiting_child(void) {
	pid_t parent = getpid();
	pid_t child = must(fork(), "fork");
	if (child == 0) {
		/* Where the processor refuses what is done to it, its parent ends first. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(0);
		for (;;)
			pause();
	}
	return child;
}

static void end(pid_t child) {
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static int run(const char *program, char *const arguments[]) {
	pid_t child = must(fork(), "fork");
	int status;
	if (child == 0) {
		execv(program, arguments);
		_exit(errno == EPERM || errno == EACCES ? 126 : 127);
	}
	must(waitpid(child, &status, 0), "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* --- programs */

static void exec_program(void) {
	char *arguments[] = {"nothing", "an argument", NULL};
	if (run("/bin/nothing", arguments) != 0)
		refused("exec");
}

static void exec_script(void) {
	char *arguments[] = {"script", NULL};
	if (run("/bin/script", arguments) != 0)
		refused("exec");
}

static void exec_memfd(void) {
	char *arguments[] = {"fileless", NULL};
	int source = must(open("/bin/nothing", O_RDONLY), "open");
	int memory = must(memfd_create("fileless", MFD_CLOEXEC), "memfd_create");
	char place[32];
	while (sendfile(memory, source, NULL, PAGE) > 0)
		;
	snprintf(place, sizeof(place), "/proc/self/fd/%d", memory);
	if (run(place, arguments) != 0)
		refused("exec");
}

static void name_like_kernel_thread(void) {
	must(prctl(PR_SET_NAME, "kworker/0:1"), "prctl");
}

/* --- opening files */

static void open_for_write(void) {
	close(text(O_WRONLY));
}

static void open_with_openat2(void) {
	struct {
		uint64_t flags, mode, resolve;
	} how = {O_RDWR | O_CREAT, FILE_MODE, 0};
	close(must(syscall(SYS_openat2, AT_FDCWD, TEXT, &how, sizeof(how)), "openat2"));
}

static void open_watched(void) {
	close(must(open("/scratch/shadow", O_RDONLY), "open"));
}

static void open_by_symlink(void) {
	close(must(open("/scratch/link-to-shadow", O_RDONLY), "open"));
}

/* --- changing files */

static void truncate_file(void) {
	must(truncate(TEXT, 3), "truncate");
}

static void rename_file(void) {
	close(must(open("/scratch/old", O_WRONLY | O_CREAT, FILE_MODE), "open"));
	must(rename("/scratch/old", "/scratch/new"), "rename");
	must(unlink("/scratch/new"), "unlink");
}

static void link_file(void) {
	must(link(TEXT, "/scratch/hard"), "link");
	must(unlink("/scratch/hard"), "unlink");
}

static void symlink_file(void) {
	must(symlink(TEXT, "/scratch/soft"), "symlink");
	must(unlink("/scratch/soft"), "unlink");
}

static void make_directory(void) {
	must(mkdir("/scratch/directory", 0755), "mkdir");
	must(rmdir("/scratch/directory"), "rmdir");
}

static void change_mode(void) {
	must(chmod(TEXT, 04755), "chmod");
	must(chmod(TEXT, FILE_MODE), "chmod");
}

static void change_owner(void) {
	must(chown(TEXT, 1, 1), "chown");
	must(chown(TEXT, 0, 0), "chown");
}

static void set_attribute(void) {
	must(setxattr(TEXT, "trusted.vedette", "1", 1, 0), "setxattr");
	must(removexattr(TEXT, "trusted.vedette"), "removexattr");
}

static void make_device(void) {
	must(mknod("/scratch/device", S_IFCHR | 0600, makedev(1, 3)), "mknod");
	must(unlink("/scratch/device"), "unlink");
}

static void allocate(void) {
	int file = text(O_RDWR);
	must(fallocate(file, 0, 0, PAGE), "fallocate");
	close(file);
}

static void copy_range(void) {
	int source = must(open("/scratch/shadow", O_RDONLY), "open");
	int file = text(O_WRONLY);
	must(copy_file_range(source, NULL, file, NULL, 8, 0), "copy_file_range");
	close(file);
}

static void map_shared_writable(void) {
	int file = text(O_RDWR);
	must(ftruncate(file, PAGE), "ftruncate");
	if (mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) == MAP_FAILED)
		refused("mmap");
	close(file);
}

/* --- memory */

static void make_executable(void) {
	void *memory = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		refused("mmap");
	memset(memory, 0x90, PAGE);
	must(mprotect(memory, PAGE, PROT_READ | PROT_EXEC), "mprotect");
}

static void map_executable_memfd(void) {
	int memory = must(memfd_create("code", 0), "memfd_create");
	must(ftruncate(memory, PAGE), "ftruncate");
	if (mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_PRIVATE, memory, 0) == MAP_FAILED)
		refused("mmap");
}

/* --- mounts and roots */

static void mount_tmpfs(void) {
	must(mount("nothing", "/scratch/mnt", "tmpfs", MS_NOSUID, "size=64k"), "mount");
	must(umount2("/scratch/mnt", MNT_DETACH), "umount2");
}

static void bind_mount(void) {
	must(mount("/bin", "/scratch/mnt", NULL, MS_BIND, NULL), "mount");
	must(mount(NULL, "/scratch/mnt", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL), "remount");
	must(umount2("/scratch/mnt", 0), "umount2");
}

static void mount_by_descriptors(void) {
	int context = must(syscall(SYS_fsopen, "tmpfs", 0), "fsopen");
	int mounted;
	must(syscall(SYS_fsconfig, context, 6 /* FSCONFIG_CMD_CREATE */, NULL, NULL, 0), "fsconfig");
	mounted = must(syscall(SYS_fsmount, context, 0, 0), "fsmount");
	must(syscall(SYS_move_mount, mounted, "", AT_FDCWD, "/scratch/mnt", 4 /* MOVE_MOUNT_F_EMPTY_PATH */),
	     "move_mount");
	close(mounted);
	must(umount2("/scratch/mnt", 0), "umount2");
}

#define TREE_CLONE 1 /* OPEN_TREE_CLONE */

struct attributes {
	uint64_t set, clear, propagation, user_namespace;
};

static const struct attributes not_executable = {.set = 8 /* MOUNT_ATTR_NOEXEC */};

static void clone_tree(void) {
	int tree = must(syscall(SYS_open_tree, AT_FDCWD, "/scratch", TREE_CLONE), "open_tree");
	must(syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH, &not_executable, sizeof(not_executable)),
	     "mount_setattr");
}

#define OPEN_TREE_ATTR 467 /* since Linux 6.15 */

static void clone_tree_with_attributes(void) {
	long tree = syscall(OPEN_TREE_ATTR, AT_FDCWD, "/scratch", TREE_CLONE, &not_executable, sizeof(not_executable));
	if (tree < 0 && errno != ENOSYS)
		refused("open_tree_attr");
}

/* Without a copy: of what is mounted. */
static void set_attributes_of_tree(void) {
	static const struct attributes none;
	long tree = syscall(OPEN_TREE_ATTR, AT_FDCWD, "/scratch", 0, &none, sizeof(none));
	if (tree < 0 && errno != ENOSYS)
		refused("open_tree_attr");
}

static void clone_tree32(void) {
	static const char place[] = "/scratch";
	int tree = must(call32(428, AT_FDCWD, (long)place, TREE_CLONE, 0, 0), "open_tree");
	must(call32(442, tree, (long)"", AT_EMPTY_PATH, (long)&not_executable, sizeof(not_executable)),
	     "mount_setattr");
}

static void change_root(void) {
	must(chroot("/scratch/root"), "chroot");
}

/* --- namespaces */

static void unshare_uts(void) {
	must(unshare(CLONE_NEWUTS), "unshare");
}

static void setns_by_file(void) {
	int space = must(open("/proc/1/ns/uts", O_RDONLY), "open");
	must(setns(space, CLONE_NEWUTS), "setns");
}

static void setns_by_pidfd(void) {
	int space = must(syscall(SYS_pidfd_open, 1, 0), "pidfd_open");
	must(setns(space, CLONE_NEWUTS), "setns");
}

/* --- sockets */

static struct sockaddr_in loopback(uint16_t port) {
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return address;
}

static void tcp(void) {
	struct sockaddr_in address = loopback(7001);
	int one = 1, listening = must(socket(AF_INET, SOCK_STREAM, 0), "socket"), client;
	setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	must(bind(listening, (struct sockaddr *)&address, sizeof(address)), "bind");
	must(listen(listening, 1), "listen");
	client = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
	must(connect(client, (struct sockaddr *)&address, sizeof(address)), "connect");
	close(must(accept(listening, NULL, NULL), "accept"));
}

static void tcp_refused(void) {
	struct sockaddr_in address = loopback(7002);
	int client = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
	if (connect(client, (struct sockaddr *)&address, sizeof(address)) < 0 && errno != ECONNREFUSED)
		refused("connect");
}

static void udp_connect(void) {
	struct sockaddr_in address = loopback(7003);
	int client = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");
	must(connect(client, (struct sockaddr *)&address, sizeof(address)), "connect");
}

static void udp_send(void) {
	struct sockaddr_in address = loopback(7004);
	int client = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");
	must(sendto(client, "x", 1, 0, (struct sockaddr *)&address, sizeof(address)), "sendto");
}

static void unix_stream(struct sockaddr_un *address, socklen_t length) {
	int listening = must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
	int client = must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
	must(bind(listening, (struct sockaddr *)address, length), "bind");
	must(listen(listening, 1), "listen");
	must(connect(client, (struct sockaddr *)address, length), "connect");
	close(must(accept(listening, NULL, NULL), "accept"));
}

static void unix_path(void) {
	struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "/scratch/socket"};
	unix_stream(&address, sizeof(address));
	must(unlink("/scratch/socket"), "unlink");
}

static void unix_abstract(void) {
	struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "\0vedette"};
	unix_stream(&address, offsetof(struct sockaddr_un, sun_path) + 8);
}

/* By socketcall(2), of which all arguments are in memory. */
static void bind32(void) {
	static struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "\0vedette32"};
	static uint32_t arguments[3];
	arguments[0] = must(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
	arguments[1] = (uint32_t)(uintptr_t)&address;
	arguments[2] = offsetof(struct sockaddr_un, sun_path) + 10;
	must(call32(102, SYS_BIND, (long)arguments, 0, 0, 0), "socketcall");
}

static void raw_socket(void) {
	must(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP), "socket");
}

static void netlink_socket(void) {
	must(socket(AF_NETLINK, SOCK_RAW, 0), "socket");
}

/* --- other processes */

static void trace_child(void) {
	pid_t child = waiting_child();
	long result = ptrace(PTRACE_ATTACH, child, 0, 0);
	if (result == 0)
		waitpid(child, NULL, 0);
	end(child);
	must(result, "ptrace");
}

static int poke(pid_t child, long (*poked)(pid_t)) {
	int result = ptrace(PTRACE_ATTACH, child, 0, 0);
	if (result == 0) {
		waitpid(child, NULL, 0);
		result = poked(child);
	}
	end(child);
	return result;
}

static long in_child = 1;

static long poke_by_call(pid_t child) {
	return ptrace(PTRACE_POKEDATA, child, &in_child, 2);
}

static long poke_by_call32(pid_t child) {
	return call32(26, PTRACE_POKEDATA, child, (long)&in_child, 2, 0);
}

static void poke_child(void) {
	must(poke(waiting_child(), poke_by_call), "ptrace");
}

static void poke_child32(void) {
	must(poke(waiting_child(), poke_by_call32), "ptrace");
}

static void read_child(void) {
	static char there[8], here[8];
	struct iovec local = {here, sizeof(here)}, remote = {there, sizeof(there)};
	pid_t child = waiting_child();
	long result = process_vm_readv(child, &local, 1, &remote, 1, 0);
	end(child);
	must(result, "process_vm_readv");
}

static void write_child(void) {
	static char there[8], here[8];
	struct iovec local = {here, sizeof(here)}, remote = {there, sizeof(there)};
	pid_t child = waiting_child();
	long result = process_vm_writev(child, &local, 1, &remote, 1, 0);
	end(child);
	must(result, "process_vm_writev");
}

static void take_descriptor(void) {
	pid_t child = waiting_child();
	int process = must(syscall(SYS_pidfd_open, child, 0), "pidfd_open");
	long result = syscall(SYS_pidfd_getfd, process, 0, 0);
	end(child);
	must(result, "pidfd_getfd");
}

static void real_time_signal(void) {
	pid_t child = waiting_child();
	must(kill(child, SIGRTMIN + 1), "kill");
	waitpid(child, NULL, 0);
}

/* --- credentials */

static void set_user(void) {
	must(setresuid(1000, 1000, 0), "setresuid");
	must(setresuid(0, 0, 0), "setresuid");
}

static void set_group(void) {
	must(setresgid(1000, 1000, 1000), "setresgid");
}

static void drop_capabilities(void) {
	struct {
		uint32_t version;
		int pid;
	} header = {0x20080522, 0};
	struct {
		uint32_t effective, permitted, inheritable;
	} data[2] = {{0, 0, 0}, {0, 0, 0}};
	must(syscall(SYS_capset, &header, data), "capset");
}

/* --- the kernel's surface */

static void add_key(void) {
	must(syscall(SYS_add_key, "user", "vedette", "x", 1, -2 /* KEY_SPEC_PROCESS_KEYRING */), "add_key");
}

static void find_key_ring(void) {
	must(syscall(SYS_keyctl, 0 /* KEYCTL_GET_KEYRING_ID */, -2, 1), "keyctl");
}

static void request_key(void) {
	if (syscall(SYS_request_key, "user", "nobody's", NULL, 0) < 0 && errno != ENOKEY)
		refused("request_key");
}

static void use_keys32(void) {
	static const char type[] = "user", description[] = "vedette32";
	must(call32(286, (long)type, (long)description, (long)"x", 1, -2), "add_key");
	must(call32(288, 0, -2, 1, 0, 0), "keyctl");
	if (call32(287, (long)type, (long)"nobody's", 0, 0, 0) < 0 && errno != ENOKEY)
		refused("request_key");
}

static void make_bpf_map(void) {
	union bpf_attr attr = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
	strcpy(attr.map_name, "deed");
	must(syscall(SYS_bpf, BPF_MAP_CREATE, &attr, sizeof(attr)), "bpf");
}

static void load_bpf_program(void) {
	struct bpf_insn code[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K}, {.code = BPF_JMP | BPF_EXIT}};
	union bpf_attr attr = {.prog_type = BPF_PROG_TYPE_SOCKET_FILTER, .insn_cnt = 2};
	attr.insns = (uintptr_t)code;
	attr.license = (uintptr_t) "GPL";
	strcpy(attr.prog_name, "deed");
	must(syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof(attr)), "bpf");
}

static void open_perf_event(void) {
	struct perf_event_attr attr = {.type = PERF_TYPE_SOFTWARE, .size = sizeof(attr)};
	must(syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0), "perf_event_open");
}

static void use_userfaultfd(void) {
	must(syscall(SYS_userfaultfd, O_CLOEXEC), "userfaultfd");
}

static void set_up_io_uring(void) {
	char parameters[120] = {0};
	must(syscall(SYS_io_uring_setup, 4, parameters), "io_uring_setup");
}

static void make_memfd(void) {
	must(memfd_create("plain", 0), "memfd_create");
}

static void make_memfd32(void) {
	must(call32(356, (long)"plain32", 0, 0, 0, 0), "memfd_create");
}

static void watch_all_files(void) {
	must(syscall(SYS_fanotify_init, 0, O_RDONLY), "fanotify_init");
}

/* What is no swap is refused, and that is told as well. */
static void swap_to_no_swap(void) {
	if (syscall(SYS_swapon, "/scratch/shadow", 0) == 0)
		exit(1);
}

static void unload_next_kernel(void) {
	must(syscall(SYS_kexec_load, 0, 0, NULL, 0), "kexec_load");
}

static void load_next_kernel_of_no_file(void) {
	if (syscall(SYS_kexec_file_load, -1, -1, 0, NULL, 4 /* KEXEC_FILE_NO_INITRAMFS */) == 0)
		exit(1);
}

static void listen_to_calls(void) {
	struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog filter = {.len = 1, .filter = &allow};
	must(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter), "seccomp");
}

/* Of no file: the number is none. */
static struct {
	unsigned int bytes;
	int type;
	char number[8];
} forged_handle = {8, 1, "nowhere"};

static void open_forged_handle(void) {
	if (syscall(SYS_open_by_handle_at, must(open("/scratch", O_RDONLY), "/scratch"), &forged_handle, O_RDONLY) >= 0)
		exit(1);
}

static void open_forged_handle32(void) {
	if (call32(342, must(open("/scratch", O_RDONLY), "/scratch"), (long)&forged_handle, O_RDONLY, 0, 0) >= 0)
		exit(1);
}

static void reach_surface32(void) {
	must(call32(103, 10, 0, 0, 0, 0), "syslog");
	must(call32(338, 0, O_RDONLY, 0, 0, 0), "fanotify_init");
	must(call32(374, O_CLOEXEC, 0, 0, 0, 0), "userfaultfd");
	/* This table must name the machine (kernel/kexec.c), so it is refused, and told. */
	if (call32(283, 0, 0, 0, 0, 0) < 0 && errno != EINVAL)
		refused("kexec_load");
	if (call32(87, (long)"/scratch/shadow", 0, 0, 0, 0) == 0)
		exit(1);
}

static void read_kernel_log(void) {
	must(syscall(SYS_syslog, 10 /* SYSLOG_ACTION_SIZE_BUFFER */, NULL, 0), "syslog");
}

static void load_no_module(void) {
	static const char nothing[PAGE]; /* less than a header would not come as far as the hooks */
	if (syscall(SYS_init_module, nothing, sizeof(nothing), "") < 0 && errno != ENOEXEC)
		refused("init_module");
}

/* The module is one that a machine without its network card can load, too; it does not stay. */
static int dummy_module(void) {
	return must(open("/scratch/dummy.ko", O_RDONLY), "/scratch/dummy.ko");
}

static void remove_module(void) {
	must(syscall(SYS_delete_module, "dummy", O_NONBLOCK), "delete_module");
}

static void load_module(void) {
	must(syscall(SYS_finit_module, dummy_module(), "numdummies=0", 0), "finit_module");
	remove_module();
}

static void load_module_from_memory(void) {
	static char module[1 << 20];
	ssize_t length = must(read(dummy_module(), module, sizeof(module)), "read");
	must(syscall(SYS_init_module, module, length, "numdummies=0"), "init_module");
	remove_module();
}

static void splice_file(void) {
	int ends[2], source = must(open("/scratch/shadow", O_RDONLY), "open");
	must(pipe(ends), "pipe");
	must(splice(source, NULL, ends[1], NULL, 8, 0), "splice");
}

static char sent[8] = "pages";

static void send_memory(void) {
	struct iovec part = {sent, sizeof(sent)};
	int ends[2];
	must(pipe(ends), "pipe");
	must(vmsplice(ends[1], &part, 1, 0), "vmsplice");
}

static void send_memory32(void) {
	static uint32_t part[2];
	int ends[2];
	part[0] = (uint32_t)(uintptr_t)sent;
	part[1] = sizeof(sent);
	must(pipe(ends), "pipe");
	must(call32(316, ends[1], (long)part, 1, 0, 0), "vmsplice");
}

static const char *of_kind(const char *kind, int number) {
	static char name[64];
	snprintf(name, sizeof(name), "/scratch/%s%d", kind, number);
	return name;
}

static void make_files(const char *kind) {
	int i;
	for (i = 0; i < FILES_DESTROYED; i++)
		close(must(open(of_kind(kind, i), O_WRONLY | O_CREAT, FILE_MODE), kind));
}

/* What is left of them, so that whoever does this deed next finds nothing. */
static void remove_files(const char *kind) {
	int i;
	for (i = 0; i < FILES_DESTROYED; i++)
		unlink(of_kind(kind, i));
}

static void destroy(const char *name, int way) {
	if (way == 0)
		must(unlink(name), name);
	else if (way == 1)
		must(truncate(name, 0), name);
	else if (way == 2)
		close(must(open(name, O_RDWR), name));
	else
		must(rename(name, "/scratch/renamed"), name);
}

/* By a process that is younger than half of the files: to it these are foreign. */
static void destroy_files(void) {
	pid_t child;
	int i, status;
	make_files("foreign");
	usleep(OLD_ENOUGH_MICROS);
	child = must(fork(), "fork");
	if (child != 0) {
		must(waitpid(child, &status, 0), "waitpid");
		return;
	}
	/* On a slow machine the times of files are behind by some ticks. */
	usleep(OLD_ENOUGH_MICROS);
	make_files("own");
	for (i = 0; i < FILES_DESTROYED; i++)
		destroy(of_kind("own", i), i % 4);
	for (i = 0; i < FILES_DESTROYED; i++)
		destroy(of_kind("foreign", i), i % 4);
	remove_files("own");
	remove_files("foreign");
	must(unlink("/scratch/renamed"), "unlink");
	_exit(0);
}

static const struct {
	const char *name;
	void (*run)(void);
} deeds[] = {
	{"exec_program", exec_program},
	{"exec_script", exec_script},
	{"exec_memfd", exec_memfd},
	{"name_like_kernel_thread", name_like_kernel_thread},
	{"open_for_write", open_for_write},
	{"open_with_openat2", open_with_openat2},
	{"open_watched", open_watched},
	{"open_by_symlink", open_by_symlink},
	{"truncate", truncate_file},
	{"rename", rename_file},
	{"destroy", destroy_files},
	{"link", link_file},
	{"symlink", symlink_file},
	{"mkdir", make_directory},
	{"chmod", change_mode},
	{"chown", change_owner},
	{"setxattr", set_attribute},
	{"mknod", make_device},
	{"fallocate", allocate},
	{"copy_file_range", copy_range},
	{"map_shared_writable", map_shared_writable},
	{"make_executable", make_executable},
	{"map_executable_memfd", map_executable_memfd},
	{"mount", mount_tmpfs},
	{"bind_mount", bind_mount},
	{"mount_by_descriptors", mount_by_descriptors},
	{"open_tree", clone_tree},
	{"open_tree_attr", clone_tree_with_attributes},
	{"open_tree_attr_in_place", set_attributes_of_tree},
	{"open_tree32", clone_tree32},
	{"chroot", change_root},
	{"unshare", unshare_uts},
	{"setns", setns_by_file},
	{"setns_by_pidfd", setns_by_pidfd},
	{"tcp", tcp},
	{"tcp_refused", tcp_refused},
	{"udp_connect", udp_connect},
	{"udp_send", udp_send},
	{"unix_path", unix_path},
	{"unix_abstract", unix_abstract},
	{"bind32", bind32},
	{"raw_socket", raw_socket},
	{"netlink_socket", netlink_socket},
	{"ptrace", trace_child},
	{"poke", poke_child},
	{"poke32", poke_child32},
	{"process_vm_readv", read_child},
	{"process_vm_writev", write_child},
	{"pidfd_getfd", take_descriptor},
	{"signal", real_time_signal},
	{"setuid", set_user},
	{"setgid", set_group},
	{"capset", drop_capabilities},
	{"add_key", add_key},
	{"keyctl", find_key_ring},
	{"request_key", request_key},
	{"keys32", use_keys32},
	{"bpf_map", make_bpf_map},
	{"bpf_program", load_bpf_program},
	{"perf_event_open", open_perf_event},
	{"userfaultfd", use_userfaultfd},
	{"io_uring_setup", set_up_io_uring},
	{"memfd_create", make_memfd},
	{"memfd_create32", make_memfd32},
	{"syslog", read_kernel_log},
	{"fanotify_init", watch_all_files},
	{"swapon", swap_to_no_swap},
	{"kexec_load", unload_next_kernel},
	{"kexec_file_load", load_next_kernel_of_no_file},
	{"seccomp", listen_to_calls},
	{"open_by_handle", open_forged_handle},
	{"open_by_handle32", open_forged_handle32},
	{"surface32", reach_surface32},
	{"init_module", load_no_module},
	{"load_module", load_module},
	{"load_module_from_memory", load_module_from_memory},
	{"splice", splice_file},
	{"vmsplice", send_memory},
	{"vmsplice32", send_memory32},
};

int main(int count, char **arguments) {
	size_t i;
	for (i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		if (count < 2) {
			puts(deeds[i].name);
		} else if (!strcmp(arguments[1], deeds[i].name)) {
			deeds[i].run();
			return 0;
		}
	}
	return count < 2 ? 0 : 2;
}
