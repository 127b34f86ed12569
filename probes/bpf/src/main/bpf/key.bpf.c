// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#define CALLS_OF_ANY_TABLE
#include "key.h"
#include "call_function.h"

PLACED(key__keyctl);
PLACED(key__add_key);
PLACED(key__request_key);

/*
 * Why the ends of these calls, on every rung: key rings are of no namespace, and what a container does
 * with keys is rare. The hook of the keys' permissions (security_key_permission) is asked for every key
 * that a search passes, but not for one that is added.
 */
AT_TRANSLATED_FUNCTIONS(key__keyctl, "", keyctl)
AT_FUNCTIONS(key__add_key, "", add_key)
AT_FUNCTIONS(key__request_key, "", request_key)

AT_END(key__keyctl, keyctl)
AT_END(key__add_key, add_key)
AT_END(key__request_key, request_key)
