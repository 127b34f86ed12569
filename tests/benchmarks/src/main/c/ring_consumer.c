// SPDX-License-Identifier: Apache-2.0
/*
 * The ring read the usual way, by libbpf's ring_buffer__consume: what the Java reader is measured against.
 * usage: ring_consumer <object>; each line of input "<record size> <count> <0, or 1 to fill on another CPU>" is one round, answered by
 * "<records read> <thread CPU nanoseconds> <sum>".
 */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <sched.h>
#include <stdio.h>
#include <time.h>

struct seen {
	unsigned long long records;
	unsigned long long sum;
};

static int on_record(void *context, void *data, size_t size)
{
	struct seen *seen = context;
	const unsigned long long *record = data;

	seen->records++;
	seen->sum += record[0] + record[size / sizeof(*record) - 1];
	return 0;
}

static long long cpu_nanos(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* The other one of CPU 0 and 1 if asked for, otherwise the one we are on. */
static int fill(struct bpf_object *object, int size, unsigned long long count, int other)
{
	char name[32];
	struct bpf_program *program;
	LIBBPF_OPTS(bpf_test_run_opts, options, .ctx_in = &count, .ctx_size_in = sizeof(count),
		    .flags = BPF_F_TEST_RUN_ON_CPU, .cpu = other ? !sched_getcpu() : sched_getcpu());

	snprintf(name, sizeof(name), "fill_%d", size);
	program = bpf_object__find_program_by_name(object, name);
	return program ? bpf_prog_test_run_opts(bpf_program__fd(program), &options) : -1;
}

int main(int argc, char **argv)
{
	struct bpf_object *object = argc == 2 ? bpf_object__open_file(argv[1], NULL) : NULL;
	struct seen seen = {};
	struct ring_buffer *ring;
	int size, other;
	unsigned long long count;

	if (!object || bpf_object__load(object)) {
		fprintf(stderr, "ring_consumer: the object cannot be loaded; run as root\n");
		return 1;
	}
	ring = ring_buffer__new(bpf_object__find_map_fd_by_name(object, "records"), on_record, &seen, NULL);
	if (!ring) {
		fprintf(stderr, "ring_consumer: the ring cannot be mapped\n");
		return 1;
	}
	while (scanf("%d %llu %d", &size, &count, &other) == 3) {
		long long before;

		seen = (struct seen){};
		if (fill(object, size, count, other)) {
			fprintf(stderr, "ring_consumer: no records of %d bytes can be made\n", size);
			return 1;
		}
		before = cpu_nanos();
		ring_buffer__consume(ring);
		printf("%llu %lld %llu\n", seen.records, cpu_nanos() - before, seen.sum);
		fflush(stdout);
	}
	ring_buffer__free(ring);
	bpf_object__close(object);
	return 0;
}
