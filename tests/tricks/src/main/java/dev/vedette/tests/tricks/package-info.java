/** Many ways to do the same thing, and what was seen of each: for containers of this machine and for booted kernels. */
package dev.vedette.tests.tricks;
