/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_HASH_H
#define VEDETTE_HASH_H

/* 2^64 by the golden ratio: the upper bits of a product with it are as good as chance. */
#define HASH_FACTOR 0x9e3779b97f4a7c15ULL

#endif
