// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "kernel.h"

extern void *bpf_rdonly_cast(const void *object, __u32 type) __ksym __weak;

/* Here once for all files: the linker of objects cannot merge declarations of kernel functions. Hidden,
 * so that the verifier follows it into its callers, with the types they pass. */
__hidden void *typed(const void *object, __u32 type)
{
	return bpf_rdonly_cast(object, type);
}
