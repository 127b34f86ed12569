/** What the kernel side refuses to containers: rules of user space, written to the programs' tables. */
package dev.vedette.probes.deny;
