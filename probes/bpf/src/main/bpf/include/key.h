/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_KEY_H
#define VEDETTE_KEY_H

#include "call.h"
#include "group.h"
#include "novelty.h"
#include "scope.h"
#include "scratch.h"
#include "task.h"

#define KEY_TYPE_BYTES 32 /* security/keys/keyctl.c: key_get_type_from_user() */
#define KEY_DESCRIPTION_BYTES 256

/* In place of a command of keyctl(2) */
#define KEY_ADD 0xffffffff
#define KEY_REQUEST 0xfffffffe

struct asked_key {
	__u32 command;
	__s32 serial;
	const void *type; /* both in the caller's memory */
	const void *description;
};

static __always_inline int tell_key(__u32 place, const struct asked_key *asked, __s64 result)
{
	struct deed deed = {
		.kind = VDT_KEY,
		.detail = asked->command,
		.object = (__u32)asked->serial,
		/* One refused must not hide one granted. */
		.within = result < 0,
	};
	struct scratch *scratch;
	struct vdt_key *record;

	if (current_is_own() || current_is_quiet() || is_repeat(place, &deed))
		return 0;
	scratch = take_scratch(place, sizeof(*record));
	if (!scratch)
		return 0;
	record = &scratch->key;
	__builtin_memset(record, 0, sizeof(*record));
	fill_header(&record->header, VDT_KEY);
	record->result = result;
	record->command = asked->command;
	record->serial = asked->serial;
	record->owner_uid = (__u32)-1;
	if (asked->type) {
		record->header.flags = VDT_UNTRUSTED;
		append_text(scratch, &record->type, asked->type, KEY_TYPE_BYTES, FROM_USER);
		append_text(scratch, &record->description, asked->description,
			    KEY_DESCRIPTION_BYTES, FROM_USER);
	}
	submit(scratch, false);
	return 0;
}

static __always_inline int keyctl_returned(__u32 place, __s64 result)
{
	struct asked_key asked = {
		.command = CALL_ARGUMENT(1),
		.serial = CALL_ARGUMENT(2),
	};

	return tell_key(place, &asked, result);
}

/* A new key's number is the result; each one is another. */
static __always_inline int named_key(__u32 place, __u32 command, __s64 result, const void *type,
				     const void *description)
{
	struct asked_key asked = {
		.command = command,
		.serial = result < 0 ? 0 : result,
		.type = type,
		.description = description,
	};

	return tell_key(place, &asked, result);
}

static __always_inline int add_key_returned(__u32 place, __s64 result)
{
	return named_key(place, KEY_ADD, result, (const void *)CALL_ARGUMENT(1),
			 (const void *)CALL_ARGUMENT(2));
}

static __always_inline int request_key_returned(__u32 place, __s64 result)
{
	return named_key(place, KEY_REQUEST, result, (const void *)CALL_ARGUMENT(1),
			 (const void *)CALL_ARGUMENT(2));
}

#endif
