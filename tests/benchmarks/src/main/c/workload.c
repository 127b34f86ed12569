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
#include <sys/socket.h>
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

static void make_files(void)
{
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
	if (strcmp(what, "exec") && strcmp(what, "connect") && chdir(argv[argc - 1]))
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
	else if (!strcmp(what, "make-files"))
		make_files();
	else if (!strcmp(what, "load") && argc > 4)
		load(count, atol(argv[3]));
	else if (!strcmp(what, "mark") && argc > 4)
		mark(count, atol(argv[3]));
	else
		die("usage: see the head of workload.c");
	return 0;
}
