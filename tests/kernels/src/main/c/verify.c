/* Puts every eBPF program of an object before this kernel's verifier, whatever rung it is of, and says what became of it:
 * how many instructions the verifier went through, why it refused, or that the kernel lacks the hook. Attaches nothing.
 *
 * usage: verify OBJECT; one line per program: STATE NAME NUMBER, after a refusal the end of the verifier's log
 */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_PROGRAMS 1024
#define LONGEST_MESSAGE (1 << 20)
#define LOG_END 3000
/* BPF_LOG_STATS, linux/bpf_verifier.h */
#define VERIFIER_STATISTICS 4

static char refused[128];
static char message[LONGEST_MESSAGE], kept[LONGEST_MESSAGE];
/* Programs that need no further look. */
static const char *settled[MOST_PROGRAMS];
static int settlements;

static bool is_settled(const char *name) {
	int i;
	for (i = 0; i < settlements; i++) {
		if (!strcmp(settled[i], name))
			return true;
	}
	return false;
}

static void settle(const char *state, const char *name, unsigned int number) {
	printf("%s %s %u\n", state, name, number);
	fflush(stdout);
	if (settlements < MOST_PROGRAMS)
		settled[settlements++] = strdup(name);
}

/* libbpf says at level debug what the verifier had to say about a program that it accepted. */
static int print(enum libbpf_print_level level, const char *format, va_list arguments) {
	char name[128];
	const char *processed;
	unsigned int instructions;
	if (level != LIBBPF_WARN && !strstr(format, "PROG LOAD LOG"))
		return 0;
	vsnprintf(message, sizeof(message), format, arguments);
	if (sscanf(message, "libbpf: prog '%127[^']'", name) != 1)
		return 0;
	if (level == LIBBPF_WARN) {
		strcpy(refused, name);
		if (strstr(message, "BEGIN PROG LOAD LOG") || !strstr(kept, "BEGIN PROG LOAD LOG"))
			strcpy(kept, message);
		return 0;
	}
	processed = strstr(message, "processed ");
	if (processed && sscanf(processed, "processed %u insns", &instructions) == 1)
		settle("verified", name, instructions);
	return 0;
}

static bool has_hook(const struct btf *types, const char *section) {
	const char *hook = strchr(section, '/');
	char name[192];
	if (!hook)
		return true;
	if (!strncmp(section, "lsm", 3)) {
		snprintf(name, sizeof(name), "bpf_lsm_%s", hook + 1);
		return btf__find_by_name_kind(types, name, BTF_KIND_FUNC) > 0;
	}
	if (!strncmp(section, "fentry", 6) || !strncmp(section, "fexit", 5) || !strncmp(section, "fmod_ret", 8))
		return btf__find_by_name_kind(types, hook + 1, BTF_KIND_FUNC) > 0;
	if (!strncmp(section, "tp_btf", 6)) {
		snprintf(name, sizeof(name), "btf_trace_%s", hook + 1);
		return btf__find_by_name_kind(types, name, BTF_KIND_TYPEDEF) > 0;
	}
	return true;
}

/* As the sensor does it: a setting of the programs that says whether the kernel can cast. */
static void set_casts(struct bpf_object *object, bool has_casts) {
	struct bpf_map *map;
	bpf_object__for_each_map(map, object) {
		const struct btf *types = bpf_object__btf(object);
		const struct btf_type *section;
		size_t size;
		char *values;
		int i, id = btf__find_by_name_kind(types, ".rodata", BTF_KIND_DATASEC);
		if (!strstr(bpf_map__name(map), ".rodata") || id < 0)
			continue;
		section = btf__type_by_id(types, id);
		values = (char *)bpf_map__initial_value(map, &size);
		for (i = 0; values && i < btf_vlen(section); i++) {
			const struct btf_var_secinfo *info = btf_var_secinfos(section) + i;
			const struct btf_type *variable = btf__type_by_id(types, info->type);
			if (!strcmp(btf__name_by_offset(types, variable->name_off), "has_casts"))
				values[info->offset] = has_casts;
		}
	}
}

/* Once more only those that were not looked at: the kernel looks at them in order and libbpf stops at a refusal. */
static void choose(struct bpf_object *object, const struct btf *kernel) {
	struct bpf_program *program;
	bpf_object__for_each_program(program, object) {
		const char *name = bpf_program__name(program);
		if (!is_settled(name) && !has_hook(kernel, bpf_program__section_name(program)))
			settle("absent", name, 0);
		bpf_program__set_autoload(program, !is_settled(name));
		bpf_program__set_log_level(program, VERIFIER_STATISTICS);
	}
}

/* False if there may be more to look at. */
static bool try_all(const char *file, const struct btf *kernel) {
	struct bpf_object *object = bpf_object__open_file(file, NULL);
	size_t length;
	bool loaded;
	if (!object) {
		printf("refused object 0\n");
		exit(1);
	}
	set_casts(object, btf__find_by_name_kind(kernel, "bpf_rdonly_cast", BTF_KIND_FUNC) > 0);
	choose(object, kernel);
	refused[0] = kept[0] = 0;
	loaded = bpf_object__load(object) == 0;
	if (!loaded) {
		if (!refused[0] || is_settled(refused)) {
			printf("refused object 0\n%s\n", message);
			exit(1);
		}
		settle("refused", refused, 0);
		length = strlen(kept);
		printf("%s\n--\n", kept + (length > LOG_END ? length - LOG_END : 0));
	}
	bpf_object__close(object);
	return loaded;
}

int main(int count, char **arguments) {
	struct btf *kernel = btf__load_vmlinux_btf();
	if (count != 2 || !kernel) {
		fprintf(stderr, "usage: verify OBJECT, on a kernel with type information\n");
		return 2;
	}
	libbpf_set_print(print);
	while (!try_all(arguments[1], kernel))
		;
	printf("done\n");
	return 0;
}
