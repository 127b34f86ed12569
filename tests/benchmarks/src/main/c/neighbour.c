// SPDX-License-Identifier: Apache-2.0
/*
 * What containers do to one another: a service that measures its own latency, and loads that take from it what it needs.
 *
 *   neighbour serve DIRECTORY ADDRESS         serve as DIRECTORY/load says, write latencies to DIRECTORY/latency
 *   neighbour echo                            answer the services' datagrams
 *   neighbour spin PERCENT SECONDS            use so much of a CPU, by as many threads as it takes
 *   neighbour bursts PERCENT SECONDS          the same for 300 ms of every 450
 *   neighbour forks PERCENT SECONDS           as many children a second as make so much work, each for 2 ms
 *   neighbour write FILE SECONDS              write a file from its beginning to 512 MiB, again and again
 *   neighbour reads THREADS FILE SECONDS      read pages of a file from the disk at random
 *   neighbour fsync THREADS FILE SECONDS      append a page to files and wait until it is on the disk
 *   neighbour hog MEBIBYTES SECONDS           hold so much memory, touching all of it
 *   neighbour stream FILE SECONDS             read a file through the page cache, again and again
 *   neighbour fill MEBIBYTES FILE             make a file
 *   neighbour pass SECONDS                    two threads on one CPU hand a byte to and fro
 *   neighbour send BYTES NUMBER ADDRESS SECONDS
 *                                             send so many datagrams a second, 0: as many as can be, to whoever may hear them
 *
 * DIRECTORY/load holds: WORKERS MICROSECONDS-OF-CPU MICROSECONDS-BETWEEN READS PAGES EXCHANGES. It is read again every 100 ms.
 * Exchanges are with the echo at ADDRESS; what gets no answer in half a second is given up. Each line of DIRECTORY/latency is a
 * second: when it ended (milliseconds since 1970), and how long each request took from when it was due, in microseconds.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NANOS 1000000000LL
#define PAGE 4096
#define MOST_WORKERS 16
#define MOST_REQUESTS 65536
#define SERVED_BYTES (96LL << 20)
#define ECHO_PORT 7
#define EXCHANGED_BYTES 1000

static void die(const char *what)
{
	fprintf(stderr, "neighbour: %s: %s\n", what, strerror(errno));
	exit(1);
}

static long long clock_of(clockid_t which)
{
	struct timespec time;

	clock_gettime(which, &time);
	return time.tv_sec * NANOS + time.tv_nsec;
}

static long long now(void)
{
	return clock_of(CLOCK_MONOTONIC);
}

static void sleep_until(long long when)
{
	struct timespec time = {when / NANOS, when % NANOS};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR)
		;
}

/* So much of a CPU's time, however long that takes. */
static void burn(long long nanos)
{
	long long end = clock_of(CLOCK_THREAD_CPUTIME_ID) + nanos;

	while (clock_of(CLOCK_THREAD_CPUTIME_ID) < end)
		;
}

static void run_threads(int count, void *(*body)(void *), void *argument)
{
	pthread_t threads[64];

	for (int i = 0; i < count; i++)
		if (pthread_create(&threads[i], NULL, body, argument))
			die("thread");
	for (int i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
}

static struct sockaddr_in address_of(const char *text, int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};

	if (inet_pton(AF_INET, text, &address.sin_addr) != 1)
		die(text);
	return address;
}

static int datagrams(void)
{
	int made = socket(AF_INET, SOCK_DGRAM, 0);

	if (made < 0)
		die("socket");
	return made;
}

/* --- the service --- */

static _Atomic int workers, cpu_micros, between_micros, reads, pages, exchanges;
static unsigned latencies[MOST_REQUESTS];
static _Atomic unsigned served;
static char *memory;
static int file;
static struct sockaddr_in echo_at;

struct worker {
	long number;
	unsigned seed;
	int datagrams;
	unsigned sent;
	char *buffer;
};

/* A late answer to one that was given up is not taken for this one's. */
static void exchange(struct worker *worker)
{
	unsigned number = ++worker->sent;
	unsigned answered = 0;

	memcpy(worker->buffer, &number, sizeof(number));
	if (sendto(worker->datagrams, worker->buffer, EXCHANGED_BYTES, 0, (struct sockaddr *)&echo_at,
		   sizeof(echo_at)) < 0)
		return;
	while (answered != number)
		if (recv(worker->datagrams, &answered, sizeof(answered), 0) < 0)
			return;
}

static void request(struct worker *worker)
{
	unsigned *seed = &worker->seed;
	char *buffer = worker->buffer;

	burn(cpu_micros * 1000LL);
	for (int i = 0; i < reads; i++)
		if (pread(file, buffer, PAGE, rand_r(seed) % (SERVED_BYTES / PAGE) * PAGE) != PAGE)
			die("read");
	for (int i = 0; i < pages; i++)
		buffer[0] += memory[rand_r(seed) % (SERVED_BYTES / PAGE) * PAGE];
	for (int i = 0; i < exchanges; i++)
		exchange(worker);
}

/* Requests come by the clock, whether or not the one before is done; who is far behind drops what has queued up. */
static void *serve_requests(void *number)
{
	struct timeval patience = {.tv_usec = 500000};
	struct worker own = {
		.number = (long)number,
		.seed = (long)number + 1,
		.datagrams = datagrams(),
		.buffer = aligned_alloc(PAGE, PAGE),
	};
	long long due = now();

	if (setsockopt(own.datagrams, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)))
		die("timeout");
	for (;;) {
		if (own.number >= workers) {
			usleep(200000);
			due = now();
			continue;
		}
		due += between_micros * 1000LL;
		if (now() - due > NANOS / 2)
			due = now();
		sleep_until(due);
		request(&own);
		unsigned place = atomic_fetch_add(&served, 1);
		if (place < MOST_REQUESTS)
			latencies[place] = (now() - due) / 1000;
	}
	return NULL;
}

static void read_load(const char *path)
{
	int values[6];
	FILE *in = fopen(path, "r");

	if (!in)
		die(path);
	if (fscanf(in, "%d %d %d %d %d %d", values, values + 1, values + 2, values + 3, values + 4, values + 5) == 6) {
		cpu_micros = values[1];
		between_micros = values[2];
		reads = values[3];
		pages = values[4];
		exchanges = values[5];
		workers = values[0];
	}
	fclose(in);
}

static void write_latencies(FILE *out)
{
	unsigned count = atomic_exchange(&served, 0);

	fprintf(out, "%lld", clock_of(CLOCK_REALTIME) / 1000000);
	for (unsigned i = 0; i < count && i < MOST_REQUESTS; i++)
		fprintf(out, " %u", latencies[i]);
	fprintf(out, "\n");
	fflush(out);
}

static void make_file(const char *path, long long bytes)
{
	static char buffer[1 << 20];
	int out = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);

	memset(buffer, 1, sizeof(buffer));
	for (long long done = 0; out >= 0 && done < bytes; done += sizeof(buffer))
		if (write(out, buffer, sizeof(buffer)) != sizeof(buffer))
			die(path);
	if (out < 0 || fsync(out) || close(out))
		die(path);
}

static void serve(const char *folder, const char *address)
{
	char path[512], load[512];
	struct stat served_file;
	FILE *out;
	pthread_t thread;

	echo_at = address_of(address, ECHO_PORT);
	snprintf(load, sizeof(load), "%s/load", folder);
	snprintf(path, sizeof(path), "%s/served", folder);
	read_load(load);
	if ((reads || pages) && (stat(path, &served_file) || served_file.st_size < SERVED_BYTES))
		make_file(path, SERVED_BYTES);
	if (reads && (file = open(path, O_RDONLY | O_DIRECT)) < 0)
		die(path);
	if (pages) {
		int mapped = open(path, O_RDONLY);
		memory = mmap(NULL, SERVED_BYTES, PROT_READ, MAP_SHARED, mapped, 0);
		if (memory == MAP_FAILED)
			die("mmap");
	}
	snprintf(path, sizeof(path), "%s/latency", folder);
	if (!(out = fopen(path, "a")))
		die(path);
	for (long i = 0; i < MOST_WORKERS; i++)
		if (pthread_create(&thread, NULL, serve_requests, (void *)i))
			die("thread");
	for (;;) {
		for (int tenth = 0; tenth < 10; tenth++) {
			usleep(100000);
			read_load(load);
		}
		write_latencies(out);
	}
}

/* Answers are short: it is the question that takes the wire's time. */
static void echo(void)
{
	struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(ECHO_PORT)};
	int heard = datagrams();

	if (bind(heard, (struct sockaddr *)&own, sizeof(own)))
		die("bind");
	for (;;) {
		struct sockaddr_in from;
		socklen_t length = sizeof(from);
		unsigned number;

		if (recvfrom(heard, &number, sizeof(number), 0, (struct sockaddr *)&from, &length) >= 0)
			sendto(heard, &number, sizeof(number), 0, (struct sockaddr *)&from, length);
	}
}

/* --- CPU --- */

struct spinning {
	long long end;
	long long busy; /* of each 20 ms */
	long long rests_after; /* of each 450 ms; 0: never */
};

static void *spin(void *argument)
{
	struct spinning *how = argument;
	long long began = now();

	while (now() < how->end) {
		long long turn = now() + 20 * NANOS / 1000;

		if (how->rests_after && (now() - began) % (450 * NANOS / 1000) > how->rests_after) {
			usleep(5000);
			continue;
		}
		burn(how->busy);
		if (how->busy < 20 * NANOS / 1000)
			sleep_until(turn);
	}
	return NULL;
}

static int spin_all(int percent, long long rests_after, double seconds)
{
	int threads = (percent + 99) / 100;
	struct spinning how = {
		.end = now() + (long long)(seconds * NANOS),
		.busy = 20 * NANOS / 1000 * percent / 100 / threads,
		.rests_after = rests_after,
	};

	run_threads(threads, spin, &how);
	return 0;
}

static int forks(int percent, double seconds)
{
	long long end = now() + (long long)(seconds * NANOS);
	long long due = now();

	while (now() < end) {
		due += 2 * NANOS / 1000 * 100 / percent;
		if (now() < due)
			sleep_until(due);
		pid_t child = fork();
		if (child == 0) {
			burn(2 * NANOS / 1000);
			_exit(0);
		}
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		if (child < 0)
			usleep(10000);
	}
	while (wait(NULL) > 0)
		;
	return 0;
}

/* --- disks --- */

struct disk_work {
	const char *path;
	long long end;
	_Atomic int number;
};

static int write_on(const char *path, double seconds)
{
	static char buffer[1 << 20];
	long long end = now() + (long long)(seconds * NANOS);
	int out = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);

	if (out < 0)
		die(path);
	for (long long done = 0; now() < end; done += sizeof(buffer)) {
		if (pwrite(out, buffer, sizeof(buffer), done % (512LL << 20)) != sizeof(buffer))
			die(path);
		if (done % (64LL << 20) == 0)
			fdatasync(out);
	}
	unlink(path);
	return 0;
}

static void *read_at_random(void *argument)
{
	struct disk_work *work = argument;
	unsigned seed = ++work->number;
	char *buffer = aligned_alloc(PAGE, PAGE);
	int in = open(work->path, O_RDONLY | O_DIRECT);
	struct stat size;

	if (in < 0 || fstat(in, &size))
		die(work->path);
	while (now() < work->end)
		if (pread(in, buffer, PAGE, rand_r(&seed) % (size.st_size / PAGE) * PAGE) < 0)
			die("read");
	return NULL;
}

static void *sync_always(void *argument)
{
	struct disk_work *work = argument;
	char path[512], page[PAGE] = {1};
	int out;

	snprintf(path, sizeof(path), "%s-%d", work->path, ++work->number);
	if ((out = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600)) < 0)
		die(path);
	for (long long count = 0; now() < work->end; count++)
		if (pwrite(out, page, PAGE, count % 4096 * PAGE) != PAGE || fsync(out))
			die(path);
	unlink(path);
	return NULL;
}

static int disk(int threads, void *(*body)(void *), const char *path, double seconds)
{
	struct disk_work work = {.path = path, .end = now() + (long long)(seconds * NANOS)};

	run_threads(threads, body, &work);
	return 0;
}

/* --- memory --- */

static int hog(long long mebibytes, double seconds)
{
	long long end = now() + (long long)(seconds * NANOS);
	long long bytes = mebibytes << 20;
	char *all = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (all == MAP_FAILED)
		die("mmap");
	while (now() < end)
		for (long long at = 0; at < bytes && now() < end; at += PAGE)
			all[at] += 1;
	return 0;
}

static int stream(const char *path, double seconds)
{
	static char buffer[1 << 20];
	long long end = now() + (long long)(seconds * NANOS);
	int in = open(path, O_RDONLY);

	if (in < 0)
		die(path);
	while (now() < end)
		if (read(in, buffer, sizeof(buffer)) <= 0 && lseek(in, 0, SEEK_SET) < 0)
			die(path);
	return 0;
}

/* --- switches --- */

static int there[2], back[2];

static void *answer(void *unused)
{
	char byte;

	(void)unused;
	while (read(there[0], &byte, 1) == 1)
		if (write(back[1], &byte, 1) != 1)
			die("write");
	return NULL;
}

/* Prints how many switches took how many nanoseconds of CPU time: what others do with that CPU meanwhile does not count. */
static int pass(double seconds)
{
	cpu_set_t one;
	pthread_t other;
	char byte = 0;
	long long began, end, count = 0;

	CPU_ZERO(&one);
	CPU_SET(0, &one);
	if (sched_setaffinity(0, sizeof(one), &one) || pipe(there) || pipe(back) ||
	    pthread_create(&other, NULL, answer, NULL))
		die("pass");
	end = now() + (long long)(seconds * NANOS);
	began = clock_of(CLOCK_PROCESS_CPUTIME_ID);
	for (; now() < end; count += 2)
		if (write(there[1], &byte, 1) != 1 || read(back[0], &byte, 1) != 1)
			die("pass");
	printf("%lld %lld\n", count, clock_of(CLOCK_PROCESS_CPUTIME_ID) - began);
	return 0;
}

/* --- networks --- */

/* Prints how many datagrams took how many nanoseconds of CPU time. */
static int send_on(int bytes, int per_second, const char *address, double seconds)
{
	struct sockaddr_in to = address_of(address, 9);
	char message[1400] = "";
	long long began, end, due, count = 0;
	int out = datagrams();

	if (bytes < 0 || bytes > (int)sizeof(message)) {
		errno = EMSGSIZE;
		die("bytes");
	}
	due = now();
	end = due + (long long)(seconds * NANOS);
	began = clock_of(CLOCK_PROCESS_CPUTIME_ID);
	/* Nobody hears them, which the next one may be answered with. */
	for (; now() < end; count++) {
		sendto(out, message, bytes, 0, (struct sockaddr *)&to, sizeof(to));
		if (per_second)
			sleep_until(due += NANOS / per_second);
	}
	printf("%lld %lld\n", count, clock_of(CLOCK_PROCESS_CPUTIME_ID) - began);
	return 0;
}

static int usage(void)
{
	fprintf(stderr, "neighbour: see the beginning of neighbour.c for how to call it\n");
	return 2;
}

static int of_one(char **argument)
{
	if (!strcmp(argument[1], "pass"))
		return pass(atof(argument[2]));
	return usage();
}

static int of_two(char **argument)
{
	double seconds = atof(argument[3]);

	if (!strcmp(argument[1], "spin"))
		return spin_all(atoi(argument[2]), 0, seconds);
	if (!strcmp(argument[1], "bursts"))
		return spin_all(atoi(argument[2]), 300 * NANOS / 1000, seconds);
	if (!strcmp(argument[1], "forks"))
		return forks(atoi(argument[2]), seconds);
	if (!strcmp(argument[1], "write"))
		return write_on(argument[2], seconds);
	if (!strcmp(argument[1], "hog"))
		return hog(atoi(argument[2]), seconds);
	if (!strcmp(argument[1], "stream"))
		return stream(argument[2], seconds);
	if (!strcmp(argument[1], "serve"))
		serve(argument[2], argument[3]);
	if (!strcmp(argument[1], "fill")) {
		make_file(argument[3], atoll(argument[2]) << 20);
		return 0;
	}
	return usage();
}

static int of_three(char **argument)
{
	double seconds = atof(argument[4]);

	if (!strcmp(argument[1], "reads"))
		return disk(atoi(argument[2]), read_at_random, argument[3], seconds);
	if (!strcmp(argument[1], "fsync"))
		return disk(atoi(argument[2]), sync_always, argument[3], seconds);
	return usage();
}

int main(int count, char **arguments)
{
	switch (count) {
	case 2:
		if (!strcmp(arguments[1], "echo"))
			echo();
		return usage();
	case 3:
		return of_one(arguments);
	case 4:
		return of_two(arguments);
	case 5:
		return of_three(arguments);
	case 6:
		if (!strcmp(arguments[1], "send"))
			return send_on(atoi(arguments[2]), atoi(arguments[3]), arguments[4], atof(arguments[5]));
		return usage();
	default:
		return usage();
	}
}
