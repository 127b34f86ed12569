// SPDX-License-Identifier: Apache-2.0
/*
 * What a sensor may slow down, as loops: runs one of them and prints how many operations took how
 * many nanoseconds.
 *
 *   workload exec COUNT                    start a program that does nothing, and wait for it
 *   workload open-hot COUNT DIRECTORY      open one file for reading, again and again
 *   workload open-many COUNT DIRECTORY     open FILES different files for reading
 *   workload open-write COUNT DIRECTORY    make, close and remove a file
 *   workload connect COUNT                 connect to a listening TCP socket of this process
 *   workload getppid COUNT                 a call that does next to nothing
 *   workload redis-like COUNT              ask a server for a small value, over one connection
 *   workload nginx-like COUNT DIRECTORY    ask a server for a file, over one connection
 *   workload compile COUNT DIRECTORY       compile a small C file
 *   workload load RATE SECONDS DIRECTORY   make files and connect, so many a second altogether
 *   workload mark COUNT GAP DIRECTORY      start the marker program every GAP microseconds
 *   workload make-files DIRECTORY          make the files that the above open
 *
 * Started under the marker's name it opens the marker file for writing and ends.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FILES 5000
#define MARKER "vedette-bench-marker"
#define MARKER_FILE "vedette-bench-file"
#define NANOS 1000000000LL

static const char *self = "/proc/self/exe";

static void die(const char *what)
{
	fprintf(stderr, "workload: %s: %s\n", what, strerror(errno));
	exit(1);
}

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * NANOS + time.tv_nsec;
}

static void sleep_until(long long when)
{
	struct timespec time = {.tv_sec = when / NANOS, .tv_nsec = when % NANOS};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR)
		;
}

/* vfork: as shells and container runtimes start programs, and without the copying that would hide
 * what is measured. */
static void start(const char *program, char *const arguments[])
{
	int status;
	pid_t child = vfork();

	if (child < 0)
		die("vfork");
	if (!child) {
		execv(program, arguments);
		_exit(127);
	}
	if (waitpid(child, &status, 0) != child || status)
		die("the started program failed");
}

static void exec_nothing(void)
{
	char *const arguments[] = {"workload", "nothing", NULL};

	start(self, arguments);
}

static void open_and_close(const char *path, int flags)
{
	int fd = open(path, flags, 0600);

	if (fd < 0)
		die(path);
	close(fd);
}

static const char *numbered(long number)
{
	static char name[32];

	snprintf(name, sizeof(name), "file-%ld", number);
	return name;
}

static void open_hot(void)
{
	open_and_close("file-0", O_RDONLY);
}

static void open_many(void)
{
	static long next;

	open_and_close(numbered(next++ % FILES), O_RDONLY);
}

static void make_file(void)
{
	open_and_close("made", O_CREAT | O_WRONLY);
	unlink("made");
}

static int listener = -1;
static struct sockaddr_in address = {.sin_family = AF_INET};

static void listen_here(void)
{
	socklen_t length = sizeof(address);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof(address)) ||
	    listen(listener, 16) || getsockname(listener, (struct sockaddr *)&address, &length))
		die("listening on the loopback");
}

/* Closed by a reset: a million of sockets in TIME_WAIT would use up the ports. */
static void connect_here(void)
{
	struct linger at_once = {.l_onoff = 1};
	int client = socket(AF_INET, SOCK_STREAM, 0);
	int server;

	if (client < 0 || connect(client, (struct sockaddr *)&address, sizeof(address)))
		die("connect");
	server = accept(listener, NULL, NULL);
	if (server < 0)
		die("accept");
	setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	close(client);
	close(server);
}

static void ask_for_parent(void)
{
	syscall(SYS_getppid);
}

/* A request is a line, an answer begins with one: enough for both kinds of server below. */
#define REQUEST "GET key:000000012345\r\n"
#define VALUE "$32\r\n0123456789abcdef0123456789abcdef\r\n"
#define HEADERS "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 4096\r\n\r\n"
#define PAGE "page"
#define PAGE_BYTES 4096

static int connection = -1;
static size_t answer_bytes;

static void receive(int fd, size_t count)
{
	char buffer[8192];

	while (count) {
		ssize_t got = read(fd, buffer, count < sizeof(buffer) ? count : sizeof(buffer));

		if (got <= 0)
			exit(0);
		count -= got;
	}
}

static void answer_value(int fd)
{
	if (write(fd, VALUE, sizeof(VALUE) - 1) < 0)
		exit(0);
}

static void answer_page(int fd)
{
	struct iovec headers = {.iov_base = HEADERS, .iov_len = sizeof(HEADERS) - 1};
	struct stat status;
	off_t from = 0;
	int page = open(PAGE, O_RDONLY | O_NONBLOCK);

	if (page < 0 || fstat(page, &status) || writev(fd, &headers, 1) < 0 ||
	    sendfile(fd, page, &from, status.st_size) < 0)
		exit(0);
	close(page);
}

/* As event-driven servers do: wait, read, answer. */
static void serve(int fd, void (*answer)(int))
{
	struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
	int waiter = epoll_create1(0);
	int yes = 1;

	/* Or else the second half of an answer waits for the acknowledgement of the first. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
	if (waiter < 0 || epoll_ctl(waiter, EPOLL_CTL_ADD, fd, &event))
		die("epoll");
	while (epoll_wait(waiter, &event, 1, -1) == 1) {
		receive(fd, sizeof(REQUEST) - 1);
		answer(fd);
	}
	exit(0);
}

static void start_server(void (*answer)(int), size_t bytes)
{
	int server;

	answer_bytes = bytes;
	connection = socket(AF_INET, SOCK_STREAM, 0);
	if (connection < 0 || connect(connection, (struct sockaddr *)&address, sizeof(address)))
		die("connect");
	server = accept(listener, NULL, NULL);
	if (server < 0)
		die("accept");
	if (!fork()) {
		close(connection);
		serve(server, answer);
	}
	close(server);
}

static void ask_server(void)
{
	if (write(connection, REQUEST, sizeof(REQUEST) - 1) < 0)
		die("asking the server");
	receive(connection, answer_bytes);
}

static void compile(void)
{
	char *const arguments[] = {"cc", "-O1", "-c", "source.c", "-o", "object.o", NULL};
	int status;
	pid_t child = vfork();

	if (child < 0)
		die("vfork");
	if (!child) {
		execvp("cc", arguments);
		_exit(127);
	}
	if (waitpid(child, &status, 0) != child || status)
		die("cc failed");
}

static void write_file(const char *name, const char *content, size_t bytes)
{
	int fd = open(name, O_CREAT | O_WRONLY | O_TRUNC, 0600);

	if (fd < 0 || write(fd, content, bytes) != (ssize_t)bytes)
		die(name);
	close(fd);
}

static const char source[] = "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n"
			     "#include <unistd.h>\n#include <sys/socket.h>\n"
			     "int main(int c, char **v) { for (int i = 0; i < c; i++) puts(v[i]); "
			     "return (int)strlen(v[0]); }\n";

static void make_files(void)
{
	static const char page[PAGE_BYTES];

	write_file(PAGE, page, sizeof(page));
	write_file("source.c", source, sizeof(source) - 1);
	for (long i = 0; i < FILES; i++)
		open_and_close(numbered(i), O_CREAT | O_WRONLY);
}

static void timed(long count, void (*operation)(void))
{
	long long began = now();

	for (long i = 0; i < count; i++)
		operation();
	printf("%ld %lld\n", count, now() - began);
}

/* Mostly files, which cost least to make and leave the cores to whoever looks. In steps of a
 * millisecond. */
static void load(long rate, long seconds)
{
	long long began = now();
	long long next = began;
	long done = 0;

	while (next < began + seconds * NANOS) {
		long due = (next - began) / 1000000 * rate / 1000;

		for (; done < due; done++) {
			if (done % 8)
				make_file();
			else
				connect_here();
		}
		next += 1000000;
		sleep_until(next);
	}
	printf("%ld %lld\n", done, now() - began);
}

static void mark(long count, long gap_micros)
{
	char *const arguments[] = {MARKER, NULL};
	long long began = now();

	for (long i = 1; i <= count; i++) {
		start("./" MARKER, arguments);
		sleep_until(began + i * gap_micros * 1000);
	}
	printf("%ld %lld\n", count, now() - began);
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	long count = argc > 2 ? atol(argv[2]) : 0;

	if (!strcmp(name_of(argv[0]), MARKER)) {
		open_and_close(MARKER_FILE, O_CREAT | O_WRONLY);
		return 0;
	}
	if (!strcmp(what, "nothing"))
		return 0;
	if (argc > 2 && argv[argc - 1][0] == '/' && chdir(argv[argc - 1]))
		die(argv[argc - 1]);
	listen_here();
	if (!strcmp(what, "exec"))
		timed(count, exec_nothing);
	else if (!strcmp(what, "open-hot"))
		timed(count, open_hot);
	else if (!strcmp(what, "open-many"))
		timed(count, open_many);
	else if (!strcmp(what, "open-write"))
		timed(count, make_file);
	else if (!strcmp(what, "connect"))
		timed(count, connect_here);
	else if (!strcmp(what, "getppid"))
		timed(count, ask_for_parent);
	else if (!strcmp(what, "compile"))
		timed(count, compile);
	else if (!strcmp(what, "redis-like")) {
		start_server(answer_value, sizeof(VALUE) - 1);
		timed(count, ask_server);
	} else if (!strcmp(what, "nginx-like")) {
		start_server(answer_page, sizeof(HEADERS) - 1 + PAGE_BYTES);
		timed(count, ask_server);
	} else if (!strcmp(what, "make-files"))
		make_files();
	else if (!strcmp(what, "load") && argc > 4)
		load(count, atol(argv[3]));
	else if (!strcmp(what, "mark") && argc > 4)
		mark(count, atol(argv[3]));
	else
		die("usage: see the head of workload.c");
	return 0;
}
