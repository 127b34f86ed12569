// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#define CALLS_OF_ANY_TABLE
#include "transfer.h"
#include "call_function.h"
#include <bpf/bpf_tracing.h>

PLACED(transfer__fexit_splice);
PLACED(transfer__fexit_to_pipe);
PLACED(transfer__fexit_direct);
PLACED(transfer__fexit_tee);
PLACED(transfer__splice);
PLACED(transfer__tee);
PLACED(transfer__sendfile);
PLACED(transfer_memory__vmsplice);

/*
 * Why these functions of fs/splice.c: no security hook knows both ends, but all calls of the family, by
 * whatever table or io_uring, lead here with the files that are used. What sendfile(2) does with a pipe
 * (since 5.12) and splice(2) with a file and a pipe is one function, so both are told as a splice.
 */
SEC("fexit/do_splice")
int BPF_PROG(transfer__fexit_splice, struct file *source, void *source_at, struct file *destination,
	     void *destination_at, size_t length, unsigned int flags, long ret)
{
	beat(PLACE(transfer__fexit_splice));
	if (ret > 0)
		tell_transfer(PLACE(transfer__fexit_splice), VDT_SPLICE, source, destination, ret);
	return 0;
}

SEC("fexit/splice_file_to_pipe")
int BPF_PROG(transfer__fexit_to_pipe, struct file *source, void *pipe, void *at, size_t length,
	     unsigned int flags, long ret)
{
	beat(PLACE(transfer__fexit_to_pipe));
	if (ret > 0)
		tell_transfer(PLACE(transfer__fexit_to_pipe), VDT_SPLICE, source, NULL, ret);
	return 0;
}

SEC("fexit/do_splice_direct")
int BPF_PROG(transfer__fexit_direct, struct file *source, void *source_at, struct file *destination,
	     void *destination_at, size_t length, unsigned int flags, long ret)
{
	beat(PLACE(transfer__fexit_direct));
	if (ret > 0)
		tell_transfer(PLACE(transfer__fexit_direct), VDT_SENDFILE, source, destination,
			      ret);
	return 0;
}

SEC("fexit/do_tee")
int BPF_PROG(transfer__fexit_tee, struct file *source, struct file *destination, size_t length,
	     unsigned int flags, long ret)
{
	beat(PLACE(transfer__fexit_tee));
	if (ret > 0)
		tell_transfer(PLACE(transfer__fexit_tee), VDT_TEE, source, destination, ret);
	return 0;
}

/* The end of the calls, where the above may not be used: the files are looked up again. */
AT_END(transfer__splice, splice)
AT_END(transfer__tee, tee)
AT_END(transfer__sendfile, sendfile64)

/* A fact of its own: no function below the call's own is sure to be there. */
AT_FUNCTIONS(transfer_memory__vmsplice, "", vmsplice)

AT_END(transfer_memory__vmsplice, vmsplice)
