/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_KERNEL_H
#define VEDETTE_KERNEL_H

#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/*
 * Reading the kernel's structures. A pointer that was itself read with a helper is a mere number to the
 * verifier, and each further step needs another call of a helper: some thirty nanoseconds, where a
 * plain load takes one. bpf_rdonly_cast() (kernel/bpf/helpers.c, since 6.2, for all kinds of programs)
 * gives such a number its type back, for reading only; a bad address then reads as zeros, as with the
 * helper.
 *
 * What FIELD() answers may be a typed pointer: no arithmetic, and no comparison of its order. Kept in a
 * map's memory it is a number again.
 */
extern void *typed(const void *object, __u32 type);

/* Whether this kernel has the cast: the loader's finding. The verifier removes the other way. */
const volatile __u32 has_casts __weak = 0;

#define TYPED(pointer)                                   \
	((typeof(pointer))typed((const void *)(pointer), \
				bpf_core_type_id_kernel(typeof(*(pointer)))))

/* As BPF_CORE_READ(): FIELD(file, f_path.dentry, d_name.name). */
#define FIELD(pointer, ...) \
	(has_casts ? ___arrow(TYPED(pointer), __VA_ARGS__) : BPF_CORE_READ(pointer, __VA_ARGS__))

#endif
