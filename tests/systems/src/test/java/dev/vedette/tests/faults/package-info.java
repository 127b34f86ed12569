/** The program on nodes that are broken, closed or lie to it. */
package dev.vedette.tests.faults;
